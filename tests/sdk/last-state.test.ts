import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { engine, type Former, programFolder, project, secretly, unmarked } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

it("the own stack is asked once a run, by its full name", async () => {
  const { asked, atRest } = await engine();
  for (const name of ["a", "b", "c"]) new openai.Project(name);
  await atRest();
  expect(asked).toEqual(["organization/project/stack"]);
});

it("another run in the same process asks again, and sees nothing of the first one's", async () => {
  const first = await engine([project("a", "proj_1")]);
  new openai.Project("a");
  await first.atRest();
  const second = await engine([project("a", "proj_2")]);
  new openai.Project("a");
  await second.atRest();
  expect(first.hintOf("a").held).toEqual([expect.objectContaining({ id: "proj_1" })]);
  expect(second.hintOf("a").held).toEqual([expect.objectContaining({ id: "proj_2" })]);
});

describe("a secret", () => {
  it("argument makes a secret of the hint", async () => {
    const { registered, atRest } = await engine();
    new openai.GroupUser("m", { groupId: "group_1", userId: pulumi.secret("user-bob") });
    await atRest();
    expect(unmarked(registered[0]?.inputs.__hint).isSecret).toBe(true);
  });

  it("id of the last state makes a secret of the hint", async () => {
    const former: Former = { type: "Project", name: "a", outputs: { projectId: secretly("proj_1") } };
    const { registered, atRest, hintOf } = await engine([former]);
    new openai.Project("a");
    await atRest();
    expect(unmarked(registered[0]?.inputs.__hint).isSecret).toBe(true);
    expect(hintOf("a").held?.[0]?.id).toBe("proj_1");
  });

  it("output of the last state is in no hint", async () => {
    const outputs = {
      ...project("a", "proj_1").outputs,
      value: secretly("sk-canary"),
      apiKey: secretly("sk-canary"),
    };
    const { registered, atRest } = await engine([{ type: "Project", name: "a", outputs }]);
    new openai.Project("a", { adopt: true });
    await atRest();
    expect(JSON.stringify(registered)).not.toContain("sk-canary");
    expect(unmarked(registered[0]?.inputs.__hint).isSecret).toBe(false);
  });
});

describe("what others have in the last state", () => {
  it("neither makes resources of references nor stumbles over assets without content", async () => {
    const reference = {
      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
      urn: "urn:x",
      id: "i",
    };
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "h" };
    const { hintOf, registered, atRest } = await engine([
      { type: "acme:index:Team", name: "red", outputs: { reference } },
      { type: "File", name: "f", outputs: { fileId: "file-1", source: asset, reference } },
    ]);
    new openai.File("f", { source: new pulumi.asset.StringAsset("x"), purpose: "assistants" });
    await atRest();
    expect(hintOf("f").held).toEqual([{ name: "f", id: "file-1", own: true, wanted: false }]);
    expect(registered).toHaveLength(1);
  });

  it("is left alone where it is of no kind of ours, or of none that this version knows", async () => {
    const { hintOf, atRest } = await engine([
      { type: "acme:index:Project", name: "a", outputs: { projectId: "x" } },
      { type: "Projection", name: "a", outputs: { projectId: "y" } },
      { type: "Project", name: "b", outputs: {} },
    ]);
    new openai.Project("a", { adopt: true });
    await atRest();
    expect(hintOf("a").held).toEqual([]);
  });
});

describe("where the last state cannot be read", () => {
  it("a backend of the old layout is asked by the stack's one name, and then everything goes on without", async () => {
    const { hintOf, asked, atRest } = await engine(new Error("no"));
    new openai.Project("a");
    new openai.GroupUser("m", { groupId: "g", userId: "u" });
    await atRest();
    expect(asked).toEqual(["organization/project/stack", "stack"]);
    expect([hintOf("a"), hintOf("m")]).toEqual([{ name: "a" }, { name: "m" }]);
  });
});

describe("with Pulumi's own mocks", () => {
  it("nothing is asked of the test's `call`, and the resource gets the arguments of the program only", async () => {
    const seen: Record<string, unknown>[] = [];
    const call = jest.fn(() => {
      throw new Error("not mocked");
    });
    await pulumi.runtime.setMocks({
      newResource({ inputs, name }) {
        seen.push(inputs);
        return { id: `${name}_id`, state: inputs };
      },
      call,
    });
    const one = new openai.GroupUser("m", { groupId: "g", userId: "u" });
    new openai.GroupUser("m2", { groupId: "g", userId: "u" });
    await new Promise((resolve) => one.id.apply(resolve));
    expect(seen[0]).toEqual({ groupId: "g", userId: "u", __provider: expect.any(String) });
    expect(call).not.toHaveBeenCalled();
  });
});
