import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Hint } from "../../sdk/dynamic/hint";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const program = `${head}
const now = config.getNumber("now") ?? 0;
const project = new openai.Project("shop");
const { projectId } = project;
const group = new openai.Group("readers");
(now === 0 ? ["alice", "bob"] : ["bob"]).forEach((user, i) => {
  new openai.GroupUser("m" + i, { groupId: group.groupId, userId: "user-" + user });
});
const carol = now === 0 ? { userId: "user-carol" } : { email: "CAROL@example.com" };
new openai.ProjectUser("carol" + now, { projectId, ...carol, role: "member" });
const row = now === 0 ? { model: "gpt-4o" } : { rateLimitId: "rl-gpt-4o" };
new openai.ProjectRateLimit("limit" + now, { projectId, ...row, maxRequestsPer1Minute: 7 });
if (now === 2) new openai.GroupUser("bob-again", { groupId: group.groupId, userId: "user-bob" });
exports.projectId = projectId;
exports.groupId = group.groupId;
`;

interface Call {
  method: string;
  request: { news?: Record<string, unknown> };
}

describe.each(commandLines)("on the command line $version", (line) => {
  let place: Stage;
  let log: string;
  beforeAll(async () => {
    place = await stageOn(line, "hints", program);
    log = join(place.pulumi.folder, "calls.json");
  });
  afterAll(() => place.close());

  /** What Check was told in a command, by the resource's name. */
  async function hints(
    ...args: string[]
  ): Promise<{ code: number; output: string; told: Record<string, Hint> }> {
    rmSync(log, { force: true });
    const { code, output } = await place.run(args, { PULUMI_DEBUG_GRPC: log });
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : [];
    const calls = lines.map((text) => JSON.parse(text) as Call);
    const told = calls
      .filter(({ method }) => method === "/pulumirpc.ResourceProvider/Check")
      .flatMap(({ request }) => (request.news?.__hint as Hint | undefined) ?? []);
    return { code, output, told: Object.fromEntries(told.map((hint) => [hint.name, hint])) };
  }

  it("the first preview and the first up of a stack know that nobody has anything", async () => {
    const nobody = Object.fromEntries(
      ["shop", "readers", "m0", "m1", "carol0", "limit0"].map((name) => [name, { name, held: [] }]),
    );
    expect((await hints("preview")).told).toEqual(nobody);
    const first = await hints("up", "--yes", "--skip-preview");
    expect([first.code, first.told]).toEqual([0, nobody]);
  });

  it("nothing of a hint is kept, and none makes a difference", async () => {
    for (const { inputs, outputs } of await place.resources()) {
      expect([...Object.keys(inputs ?? {}), ...Object.keys(outputs ?? {})]).not.toContain("__hint");
    }
    const { code, told } = await hints("preview", "--expect-no-changes");
    expect(code).toBe(0);
    expect(
      Object.values(told).map(({ name, held }) => [name, held?.map((one) => [one.name, one.own])]),
    ).toEqual(Object.keys(told).map((name) => [name, [[name, true]]]));
  });

  it("a preview and an up tell alike who has what the program names anew", async () => {
    await place.pulumi.configure({ now: "1" });
    const { told } = await hints("preview");
    const [groupId, projectId] = await Promise.all(
      ["groupId", "projectId"].map(async (name) =>
        (await place.pulumi.must(["stack", "output", name])).trim(),
      ),
    );
    const lease = expect.any(String);
    expect(told.m0?.held).toEqual([
      { name: "m0", id: `${groupId}/user-alice`, lease, own: true, wanted: false },
      { name: "m1", id: `${groupId}/user-bob`, lease, own: false, wanted: false },
    ]);
    expect(told.carol1?.held).toEqual([
      { name: "carol0", id: `${projectId}/user-carol`, lease, own: false, wanted: false },
    ]);
    const restoreTo = { maxRequestsPer1Minute: 10_000 };
    expect(told.limit1?.held).toEqual([
      { name: "limit0", id: `${projectId}/rl-gpt-4o`, lease, own: false, wanted: false, restoreTo },
    ]);
    expect((await hints("up", "--yes", "--skip-preview")).told).toEqual(told);
  });

  it("two declarations of one object are told in a preview", async () => {
    await place.pulumi.configure({ now: "2" });
    const { told } = await hints("preview");
    expect([told.m0?.twin, told["bob-again"]?.twin].filter(Boolean)).toHaveLength(1);
  });
});

const inline = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const openai = require("pulumi-openai/dynamic");
const member = (name) => async () => {
  const group = new openai.Group("readers");
  new openai.GroupUser(name, { groupId: group.groupId, userId: "user-bob" });
};
async function main() {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "auto", projectName: "inline", program: member("bob") });
  await stack.setAllConfig({ "openai:baseUrl": { value: process.argv[2] }, "openai:adminApiKey": { value: process.argv[3], secret: true } });
  const seen = [];
  for (const program of [member("bob"), member("robert")]) {
    stack.workspace.program = program;
    await stack.preview();
    const { summary } = await stack.up();
    seen.push(summary.resourceChanges);
  }
  const again = await stack.preview();
  console.log(JSON.stringify([...seen, again.changeSummary]));
}
main().catch((error) => { console.error(error); process.exit(1); });
`;

it("programs that follow one another in one process are told of their own run only", async () => {
  const [line] = commandLines;
  if (!line) throw new Error("There is no Pulumi command line: run `make setup`.");
  const place = await stageOn(line, "inline", inline);
  const url = (await place.pulumi.must(["config", "get", "openai:baseUrl"])).trim();
  const key = (await place.pulumi.must(["config", "get", "openai:adminApiKey"])).trim();
  writeFileSync(join(place.pulumi.folder, "auto.js"), inline);
  const { stdout } = await promisify(execFile)(process.execPath, ["auto.js", url, key], {
    cwd: place.pulumi.folder,
    env: {
      PATH: [resolve(".tools/bin"), process.env.PATH].join(":"),
      HOME: process.env.HOME,
      PULUMI_HOME: join(place.pulumi.folder, ".pulumi-home"),
      PULUMI_BACKEND_URL: `file://${place.pulumi.folder}/.state`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for local trials only",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    },
  });
  expect(JSON.parse(stdout)).toEqual([{ create: 3 }, { create: 1, delete: 1, same: 2 }, { same: 3 }]);
  await place.close();
});
