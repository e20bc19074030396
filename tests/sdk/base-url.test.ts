import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { programFolder } from "./fake-engine";

const europe = "https://eu.api.openai.com/v1";
let folder: ReturnType<typeof programFolder>;
const registered = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  folder = programFolder();
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered.set(name, inputs);
      return { id: `${name}_id`, state: inputs };
    },
    call: () => ({}),
  });
});
afterAll(() => folder.remove());

async function given(resource: pulumi.CustomResource, name: string): Promise<Record<string, unknown>> {
  await new Promise((resolve) => resource.urn.apply(resolve));
  return registered.get(name) ?? {};
}

describe("the argument baseUrl", () => {
  it("travels as it is, for it is no secret", async () => {
    const store = new openai.VectorStore("plain", { baseUrl: europe });
    expect(await given(store, "plain")).toMatchObject({ baseUrl: europe });
  });

  it("may come from another resource, and be left out by an expression", async () => {
    const outputs = { derived: pulumi.output(europe), none: pulumi.output(undefined) };
    for (const [name, baseUrl] of Object.entries(outputs)) {
      const store = new openai.VectorStore(name, { baseUrl });
      expect((await given(store, name)).baseUrl).toBe(name === "derived" ? europe : undefined);
    }
  });

  it("is no argument of what the admin key manages: the compiler says so", () => {
    // @ts-expect-error a project is made at the address of the stack's settings
    const args: ConstructorParameters<typeof openai.Project>[1] = { name: "shop", baseUrl: europe };
    expect(args).toBeDefined();
  });
});
