import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator, State } from "../../emulator";

/** A stack that a version has left behind, recorded by `make states`. */
export interface Recorded {
  version: string;
  /** The program that made it, with the files beside it. */
  program: string;
  /** What `pulumi stack export --show-secrets` gave, with a stand-in for each secret. */
  stack: string;
  /** The same organization, a while after the recording. */
  restore(emulator: Emulator, now: number): void;
}

interface Organization {
  recordedAt: number;
  state: State;
}

const home = "tests/states";
/** Long enough that nothing is young, and short enough that nothing expires. */
const later = 3_600_000;

export const recordedStates: Recorded[] = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: version }) => {
    const folder = join(home, version);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    return {
      version,
      program: join(folder, "program"),
      stack: read("stack.json"),
      restore(emulator, now) {
        const { recordedAt, state } = JSON.parse(read("organization.json")) as Organization;
        const clockOffsetMs = recordedAt * 1000 + later - now;
        emulator.restore({ ...state, bookkeeping: { ...state.bookkeeping, clockOffsetMs } });
      },
    };
  });

type Bag = Record<string, unknown>;

/** One of our resources, as the engine hands it to the dynamic provider: without marks on secrets. */
export interface RecordedResource {
  token: string;
  name: string;
  id: string;
  inputs: Bag;
  outputs: Bag;
}

export function resourcesOf({ stack }: Recorded): RecordedResource[] {
  const { deployment } = JSON.parse(stack) as {
    deployment: { resources: (Bag & { urn: string; type: string })[] };
  };
  return deployment.resources
    .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/openai:"))
    .map(({ urn, type, id, inputs, outputs }) => ({
      token: type.split(":").at(-1) ?? "",
      name: urn.split("::").at(-1) ?? "",
      id: String(id),
      inputs: plain(inputs) as Bag,
      outputs: plain(outputs) as Bag,
    }));
}

const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const bag = value as Bag;
  if (bag[mark] === secretMark) return JSON.parse(String(bag.plaintext));
  return Object.fromEntries(Object.entries(bag).map(([name, entry]) => [name, plain(entry)]));
}
