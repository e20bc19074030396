import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { settle } from "../../sdk/dynamic/settle";
import { programFolder } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

type Bag = Record<string, unknown>;

/** Pulumi's mocks, which answer every registration with this id and these outputs. */
async function answering(id: string | undefined, outputs: Bag, isPreview: boolean): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ inputs }) => ({ id: id as string, state: { ...inputs, ...outputs } }),
      call: () => ({}),
    },
    "project",
    "stack",
    isPreview,
  );
}

const known = (value: unknown) => ({ value, isKnown: true, isSecret: false });
const unknown = { value: undefined, isKnown: false, isSecret: false };

const account = () => new openai.ProjectServiceAccount("bot", { projectId: "proj_1", role: "member" });

it.each<[string, string | undefined, Bag, unknown]>([
  ["is the part of the id where the engine sends none", "proj_1/svc_1", {}, known("svc_1")],
  ["is the engine's own where it sends one", "proj_1/svc_1", { serviceAccountId: "svc_2" }, known("svc_2")],
  ["is not known with an id of another form", "bot_id", {}, unknown],
  ["is not known with an id of more parts", "a/b/c", {}, unknown],
  ["is not known with an id whose part is empty", "proj_1/", {}, unknown],
  ["is not known with an empty id", "", {}, unknown],
  ["is not known without an id", undefined, {}, unknown],
  ["is the engine's own whatever the id", "", { serviceAccountId: "svc_2" }, known("svc_2")],
])("in a preview, an output that is part of the id %s", async (_, id, outputs, expected) => {
  await answering(id, outputs, true);
  expect(await settle(account().serviceAccountId)).toEqual(expected);
});

it.each<[string, string, Bag, unknown]>([
  ["is what the engine sent", "proj_1/svc_1", { serviceAccountId: "svc_2" }, known("svc_2")],
  ["is nothing where the engine sent nothing, as with a unit test's mocks", "bot_id", {}, known(undefined)],
])("in an update, it %s", async (_, id, outputs, expected) => {
  await answering(id, outputs, false);
  expect(await settle(account().serviceAccountId)).toEqual(expected);
});

it("of a link that the program names by e-mail address, the user's id is known as well", async () => {
  await answering("proj_1/user-bob", {}, true);
  const args = { projectId: "proj_1", role: "member" } as const;
  const byEmail = new openai.ProjectUser("email", { ...args, email: "bob@example.com" });
  const byId = new openai.ProjectUser("id", { ...args, userId: "user-other" });
  expect(await settle(byEmail.userId)).toEqual(known("user-bob"));
  expect(await settle(byId.userId)).toEqual(known("user-other"));
});

it("what the program gives is not taken from an id that may be a former one", async () => {
  await answering("proj_1/user-bob", {}, true);
  const userId = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
  const resource = new openai.ProjectUser("moves", { projectId: "proj_1", userId, role: "member" });
  expect(await settle(resource.userId)).toEqual(unknown);
});

it("it stays a secret where the engine says so, and brings its resource along", async () => {
  const secretly = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "svc_2" };
  await answering("proj_1/svc_1", { serviceAccountId: secretly }, true);
  const resource = account();
  expect(await settle(resource.serviceAccountId)).toEqual({ ...known("svc_2"), isSecret: true });
  await answering("proj_1/svc_1", {}, true);
  const other = account();
  await settle(other.serviceAccountId);
  const { allResources }: { allResources?(): Promise<Set<unknown>> } = other.serviceAccountId as object;
  expect(await allResources?.()).toContain(other);
});

it("other outputs are as the engine leaves them", async () => {
  await answering("proj_1/svc_1", {}, true);
  const resource = account();
  expect(await settle(resource.createdAt)).toEqual(unknown);
});
