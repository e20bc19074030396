import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { version } from "../../package.json";
import type { Declaration } from "../../provider/kernel/declaration";
import * as openai from "../../sdk/dynamic";
import { everyKind, kindOf, kindsThat, livesInProjectOfKey, namedArgument, namesOf } from "../kernel/facts";

type Inputs = Record<string, unknown>;
interface Registered {
  type: string;
  name: string;
  inputs: Inputs;
}

const registered: Registered[] = [];
let folder = "";
let cwd: jest.SpyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-openai-classes-"));
  const own = join(folder, "node_modules", "pulumi-openai");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "package.json"), JSON.stringify({ name: "pulumi-openai", version }));
  cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Inputs });
      return { id: `${name}_id`, state: inputs as Inputs };
    },
    call: ({ inputs }) => inputs as Inputs,
  });
});

afterAll(() => {
  cwd.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

const known = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

/** The registration of a resource, after it has been sent. */
async function sent(resource: pulumi.CustomResource): Promise<Registered> {
  const urn = await known(resource.urn);
  const found = registered.find(({ type, name }) => urn.endsWith(`::${type}::${name}`));
  if (!found) throw new Error(`${urn} was not registered`);
  return found;
}

const projectId = "proj_1";
const key = { projectId, serviceAccountId: "svc_acct_1" };

type Options = openai.DynamicOptions;
interface Class {
  new (name: string, args: object, opts?: Options): pulumi.CustomResource;
  isInstance(object: unknown): boolean;
  readonly __pulumiType: string;
  readonly name: string;
}

function classOf(token: string): Class {
  const classes: Record<string, unknown> = { ...openai };
  return classes[token] as Class;
}

/** The arguments of the first example, without the one that has the resource's name for its default. */
function unnamed(declaration: Declaration): object {
  const own = namedArgument(declaration);
  return Object.fromEntries(
    Object.entries(declaration.examples[0]?.args ?? {}).filter(([name]) => name !== own),
  );
}

function made(token: string, name: string, opts?: Options): pulumi.CustomResource {
  return new (classOf(token))(name, unnamed(kindOf(token)), opts);
}

describe.each(everyKind)("the class %s", (token, declaration) => {
  it("carries the line of code that leads to its handler, byte by byte", async () => {
    const { inputs, type } = await sent(made(token, `line-${token}`));
    expect(inputs.__provider).toBe(
      `exports.handler = () => require("pulumi-openai/dynamic").handlers.${token};`,
    );
    expect(type).toBe(`pulumi-nodejs:dynamic/openai:${token}`);
  });

  it("has a handler by that name", () => {
    expect(Object.keys(openai.handlers[token] ?? {}).sort()).toEqual([
      "check",
      "configure",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });

  it.each(["import", "provider", "id"])("refuses the option %s with a sentence", (option) => {
    const opts = { [option]: "x" } as Options;
    expect(() => made(token, "refused", opts)).toThrow(
      `${token}: the option "${option}" does not work with dynamic resources. ` +
        'Import the classes from "pulumi-openai" instead of "pulumi-openai/dynamic" to use it with the plugin.',
    );
  });

  it("takes other options", async () => {
    const resource = made(token, `options-${token}`, { protect: true, ignoreChanges: ["name"] });
    expect(await known(resource.id)).toBe(`options-${token}_id`);
  });

  it("is also known by its name in the plugin, and marks its secret outputs", () => {
    let seen: pulumi.CustomResourceOptions = {};
    const transformations: pulumi.ResourceTransformation[] = [
      ({ props, opts }) => {
        seen = opts;
        return { props, opts };
      },
    ];
    made(token, `alias-${token}`, { transformations, aliases: [{ name: "former" }] });
    expect(seen.aliases).toEqual([{ name: "former" }, { type: `openai:index:${token}` }]);
    expect(seen.additionalSecretOutputs).toEqual(namesOf(declaration, "once"));
  });

  it("knows its own, and nothing else", () => {
    const own = made(token, `own-${token}`);
    const other = made(token === "Project" ? "ProjectRole" : "Project", `other-${token}`);
    const { isInstance, __pulumiType, name } = classOf(token);
    expect(name).toBe(token);
    expect(__pulumiType).toBe(`pulumi-nodejs:dynamic/openai:${token}`);
    expect(isInstance(own)).toBe(true);
    for (const foreign of [other, undefined, null, "x", {}]) expect(isInstance(foreign)).toBe(false);
  });

  const own = namedArgument(declaration);

  it(own ? `takes its ${own} from the resource's name` : "has no name that it would take", async () => {
    const { inputs } = await sent(made(token, `name-${token}`));
    const taken = Object.keys(inputs).filter((name) => inputs[name] === `name-${token}`);
    expect(taken).toEqual(own ? [own] : []);
  });

  it("has all that the API tells as outputs for other resources", () => {
    const properties = new Map(Object.entries(made(token, `outputs-${token}`)));
    for (const name of namesOf(declaration, "computed", "once")) {
      expect([name, pulumi.Output.isInstance(properties.get(name))]).toEqual([name, true]);
    }
  });
});

it("a name of the program's own wins over the resource's", async () => {
  expect((await sent(new openai.Project("logical", { name: "own" }))).inputs.name).toBe("own");
});

it("arguments may be left out where none is required", async () => {
  expect((await sent(new openai.Project("bare"))).inputs).toEqual({
    name: "bare",
    __provider: expect.any(String),
  });
});

it("a class knows its own across two copies of this package", () => {
  let copy: typeof openai | undefined;
  jest.isolateModules(() => {
    copy = require("../../sdk/dynamic");
  });
  expect(copy?.Project).not.toBe(openai.Project);
  expect(copy?.Project.isInstance(new openai.Project("copied"))).toBe(true);
});

describe("the argument apiKey", () => {
  const plain = "sk-proj-plain";

  it.each(kindsThat(livesInProjectOfKey))(
    "of a %s is always wrapped as a secret",
    async (token, declaration) => {
      const resource = new (classOf(token))(`key-${token}`, { ...unnamed(declaration), apiKey: plain });
      const { inputs } = await sent(resource);
      expect(inputs.apiKey).toEqual({
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value: plain,
      });
    },
  );

  it("may come from a key of the same program", async () => {
    const runtime = new openai.ServiceAccountApiKey("runtime", { ...key, allPermissions: true });
    const store = new openai.VectorStore("vs-runtime", { apiKey: pulumi.output(runtime.urn) });
    expect(JSON.stringify((await sent(store)).inputs.apiKey)).toContain("1b47061264138c4ac30d75fd1eb44270");
  });

  it("that is left out is not sent", async () => {
    expect((await sent(new openai.VectorStore("vs-none", { name: "x" }))).inputs).not.toHaveProperty(
      "apiKey",
    );
  });
});

it("an argument with two spellings is also an output in the one that the program did not use", () => {
  const properties = new Map(Object.entries(made("ProjectRateLimit", "outputs")));
  expect(pulumi.Output.isInstance(properties.get("rateLimitId"))).toBe(true);
});

it("declaring resources loads neither the client nor the validation library", () => {
  const loaded: string[] = [];
  jest.isolateModules(() => {
    jest.doMock("zod", () => {
      loaded.push("zod");
      return {};
    });
    jest.doMock("undici", () => {
      loaded.push("undici");
      return {};
    });
    const fresh: typeof openai = require("../../sdk/dynamic");
    new fresh.Project("light");
  });
  jest.dontMock("zod");
  jest.dontMock("undici");
  expect(loaded).toEqual([]);
});
