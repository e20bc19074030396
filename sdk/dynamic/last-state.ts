import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** A resource of ours as the own stack's last state has it. */
export interface StateResource {
  urn: string;
  type: string;
  /** Its kind, whichever way in has made it. */
  token: string;
  /** Its logical name. */
  name: string;
  /** As they go over the wire: secrets are marked. */
  outputs: Record<string, unknown>;
}

export type Monitor = NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>;

const patience = 60_000;
const ours = /^(?:pulumi-nodejs:dynamic\/openai|openai:index):(\w+)$/;

/** The engine that the program talks to; undefined where there is none, or one of a unit test. */
export function presentEngine(): Monitor | undefined {
  try {
    const monitor = pulumi.runtime.getMonitor();
    return monitor && !("mocks" in monitor) ? monitor : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the own stack's last state holds of our kinds, but for what only waits for its deletion. Undefined where the
 * engine or its backend does not tell.
 */
export async function readLastState(monitor: Monitor): Promise<StateResource[] | undefined> {
  const stack = pulumi.runtime.getStack();
  const project = pulumi.runtime.getProject();
  const { name, plain } = stackNames(stack, project);
  try {
    await pulumi.runtime.awaitStackRegistrations?.();
    return await ask(monitor, name).catch((refusal) => {
      if (plain === undefined) throw refusal;
      return ask(monitor, plain);
    });
  } catch {
    return undefined;
  }

  async function ask(monitor: Monitor, stackName: string): Promise<StateResource[]> {
    return resourcesOf(await withPatience(invoke(monitor, stackName)), `urn:pulumi:${stack}::${project}::`);
  }
}

/** A backend of files may be of the old layout, where stacks have one name only. Elsewhere that could be another's. */
function stackNames(stack: string, project: string): { name: string; plain?: string } {
  try {
    const organization = pulumi.runtime.getOrganization();
    const name = `${organization}/${project}/${stack}`;
    return organization === "organization" ? { name, plain: stack } : { name };
  } catch {
    return { name: stack };
  }
}

type Fields = ReturnType<import("google-protobuf/google/protobuf/struct_pb").Struct["getFieldsMap"]>;

/**
 * The call as it is. Pulumi's own `invoke` would make resources of the references in other resources' outputs, stumble
 * over assets without content, and take the marks off secrets.
 */
async function invoke(monitor: Monitor, stackName: string): Promise<Fields | undefined> {
  const fromPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const { ResourceInvokeRequest }: typeof import("@pulumi/pulumi/proto/resource_pb") =
    fromPulumi("./proto/resource_pb");
  const { Struct }: typeof import("google-protobuf/google/protobuf/struct_pb") = fromPulumi(
    "google-protobuf/google/protobuf/struct_pb",
  );
  const request = new ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  request.setArgs(Struct.fromJavaScript({ stackName }));
  return new Promise((resolve, reject) => {
    monitor.invoke(request, (error, response) => {
      if (error || response.getFailuresList().length > 0) reject(error ?? new Error("refused"));
      else resolve(response.getReturn()?.getFieldsMap().get("outputs")?.getStructValue()?.getFieldsMap());
    });
  });
}

function resourcesOf(all: Fields | undefined, ownUrns: string): StateResource[] {
  if (!all) throw new Error("no answer");
  const found: StateResource[] = [];
  all.forEach((resource, urn) => {
    const fields = resource.getStructValue()?.getFieldsMap();
    const type = fields?.get("type")?.getStringValue() ?? "";
    const token = ours.exec(type)?.[1];
    if (token === undefined || !urn.startsWith(ownUrns)) return;
    const [, ...name] = urn.slice(ownUrns.length).split("::");
    const outputs = fields?.get("outputs")?.getStructValue()?.toJavaScript() ?? {};
    found.push({ urn, type, token, name: name.join("::"), outputs });
  });
  return found;
}

/** No program waits for ever because a backend does. */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), patience).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
