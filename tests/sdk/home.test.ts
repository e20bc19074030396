import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { programFolder } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
const registered = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  folder = programFolder();
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered.set(name, inputs);
      return { id: `${name}_id`, state: { ...inputs, value: `sk-${name}` } };
    },
    call: () => ({}),
  });
});
afterAll(() => folder.remove());

const keyOf = (name: string, projectId: string) =>
  new openai.ServiceAccountApiKey(name, { projectId, serviceAccountId: "svc_1", allPermissions: true });

/** The arguments with which a store was registered that was given these. */
async function given(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const store = new openai.VectorStore(name, args);
  await new Promise((resolve) => store.urn.apply(resolve));
  return registered.get(name) ?? {};
}

describe("what lives in the project of a key of the same program", () => {
  it("belongs to that key's project, though nobody names it", async () => {
    const key = keyOf("one", "proj_1");
    expect(await given("plain", { apiKey: key.value })).toMatchObject({ projectId: "proj_1" });
    const derived = pulumi.interpolate`${key.value}`;
    expect(await given("derived", { apiKey: derived })).toMatchObject({ projectId: "proj_1" });
  });

  it("belongs to the project that is named, whatever the key's is", async () => {
    const key = keyOf("two", "proj_2");
    const args = { apiKey: key.value, projectId: "proj_3" };
    expect(await given("named", args)).toMatchObject({ projectId: "proj_3" });
  });

  it("is not said to belong anywhere where the key comes from elsewhere, or from several", async () => {
    expect(await given("foreign", { apiKey: "sk-proj-foreign" })).not.toHaveProperty("projectId");
    const either = pulumi.all([keyOf("three", "proj_3").value, keyOf("four", "proj_4").value]);
    const apiKey = either.apply(([one]) => one);
    expect(await given("several", { apiKey })).not.toHaveProperty("projectId");
  });
});
