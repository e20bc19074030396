interface StateResource {
  type: string;
  inputs?: object;
  outputs?: object;
}

/** How much a stack's state weighs. */
export interface Weight {
  resources: number;
  /** Bytes of inputs and outputs as compact JSON, on average for each of our resources. */
  bytesEach: number;
  /** The same for each kind. */
  bytesOfKinds: Record<string, number>;
  /** Bytes of the whole export as the command line prints it: indented, and with what the engine adds. */
  exportBytes: number;
}

/** Weighs what `pulumi stack export` prints. */
export function weigh(exported: string): Weight {
  const { deployment } = JSON.parse(exported) as { deployment: { resources?: StateResource[] } };
  const ours = (deployment.resources ?? []).filter(({ type }) => type.includes("openai:"));
  const kinds = [...new Set(ours.map(kindOf))].sort();
  return {
    resources: ours.length,
    bytesEach: averageBytes(ours),
    bytesOfKinds: Object.fromEntries(
      kinds.map((kind) => [kind, averageBytes(ours.filter((resource) => kindOf(resource) === kind))]),
    ),
    exportBytes: Buffer.byteLength(exported),
  };
}

function kindOf({ type }: StateResource): string {
  return type.split(":").at(-1) ?? type;
}

function averageBytes(resources: readonly StateResource[]): number {
  const bytes = resources.map(({ inputs, outputs }) => jsonBytes(inputs) + jsonBytes(outputs));
  return bytes.reduce((sum, one) => sum + one, 0) / Math.max(1, bytes.length);
}

function jsonBytes(value: object | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
