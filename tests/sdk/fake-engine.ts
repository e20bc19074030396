import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { version } from "../../package.json";
import type { Hint } from "../../sdk/dynamic/hint";

type Bag = Record<string, unknown>;

/** A resource of the last state. Without colons, the type is one of our kinds. */
export interface Former {
  type: string;
  name: string;
  outputs: Bag;
  /** Types of its parents, the outermost first. */
  below?: string[];
}

interface Registered {
  type: string;
  name: string;
  inputs: Bag;
}

export interface Engine {
  /** What the last state is said to hold; an error where the backend does not tell. */
  last: Former[] | Error;
  /** Names of the stacks whose outputs were asked for. */
  readonly asked: string[];
  readonly registered: Registered[];
  /** Comes back once everything that was registered so far is. */
  atRest(): Promise<void>;
  hintOf(name: string): Hint;
  /** The URNs that each argument of a resource depends on, as the engine was told. */
  dependenciesOf(name: string): Record<string, string[]>;
}

const dynamicType = (token: string) => `pulumi-nodejs:dynamic/openai:${token}`;

export function urnOf({ type, name, below = [] }: Former): string {
  const full = type.includes(":") ? type : dynamicType(type);
  return `urn:pulumi:stack::project::${[...below, full].join("$")}::${name}`;
}

const lease = (text: string) => ({ __openai: { v: 1, set: [], lease: text } });
export const project = (name: string, projectId: string): Former => ({
  type: "Project",
  name,
  outputs: { projectId, name, ...lease(`lease-${name}`) },
});
export const member = (name: string, userId: string, more: object = {}): Former => ({
  type: "GroupUser",
  name,
  outputs: { groupId: "group_1", userId, ...lease(`lease-${name}`) },
  ...more,
});

const marked = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

export const secretly = (value: unknown) => ({ [marked]: secretMark, value });

/** The value, and whether it went over the wire as a secret. */
export function unmarked(value: unknown): { value: unknown; isSecret: boolean } {
  const bag = value as Bag | undefined;
  return bag?.[marked] === secretMark ? { value: bag.value, isSecret: true } : { value, isSecret: false };
}

type Monitor = NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>;
type Request = Parameters<Monitor["registerResource"]>[0];

/** Pulumi's store of one run; its type is not published. */
interface Store {
  settings: { monitor: Monitor };
}

/** An engine as the classes see one: Pulumi's own mocks register, and a stack's last outputs can be read. */
export async function engine(last: Former[] | Error = [], isPreview = false): Promise<Engine> {
  const registered: Registered[] = [];
  const asked: string[] = [];
  const running: Engine = { last, asked, registered, atRest, hintOf, dependenciesOf };
  const requests: Request[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        registered.push({ type, name, inputs });
        return { id: `${name}_id`, state: inputs };
      },
      call({ token, inputs }) {
        expect(token).toBe("pulumi:pulumi:readStackResourceOutputs");
        asked.push(String(inputs.stackName));
        if (running.last instanceof Error) throw running.last;
        const outputs = running.last.map((former) => [
          urnOf(former),
          { type: urnOf(former).split("::")[2]?.split("$").at(-1), outputs: former.outputs },
        ]);
        return { outputs: Object.fromEntries(outputs) };
      },
    },
    "project",
    "stack",
    isPreview,
    "organization",
  );
  const { getStore }: { getStore(): Store } = require("@pulumi/pulumi/runtime/state");
  const { settings } = getStore();
  settings.monitor = new Proxy(settings.monitor, {
    // The classes know an engine of unit tests by its mocks.
    has: (mocks, name) => name !== "mocks" && name in mocks,
    get(mocks, name) {
      const found: unknown = Reflect.get(mocks, name);
      if (typeof found !== "function") return found;
      return (request: Request, ...rest: unknown[]) => {
        if (name === "registerResource") requests.push(request);
        return found.call(mocks, request, ...rest);
      };
    },
  });
  return running;

  async function atRest(): Promise<void> {
    for (let before = -1; before < registered.length; ) {
      before = registered.length;
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    }
  }

  function hintOf(name: string): Hint {
    const found = registered.find((one) => one.name === name);
    return unmarked(found?.inputs.__hint).value as Hint;
  }

  function dependenciesOf(name: string): Record<string, string[]> {
    const found = requests.find((request) => request.getName() === name);
    const entries = [...(found?.getPropertydependenciesMap().entries() ?? [])];
    return Object.fromEntries(entries.map(([argument, urns]) => [argument, urns.getUrnsList()]));
  }
}

/** The classes look for the package in the folder of the program. */
export function programFolder(): { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-openai-sdk-"));
  const own = join(folder, "node_modules", "pulumi-openai");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "package.json"), JSON.stringify({ name: "pulumi-openai", version }));
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
  return {
    remove() {
      cwd.mockRestore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
