import { seedKeys } from "../../emulator";
import {
  atRest,
  changesSince,
  destroy,
  holdings,
  refreshClean,
  stepped,
  succeeds,
  up,
  upFails,
} from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** Links and a limit whose names and parents differ from step to step: `name,parent,whether a group is made as well`. */
const program = `${head}${stepped}
const [suffix, above, failing] = step.split(",");
const team = new pulumi.ComponentResource("acme:index:Team", "team");
const inner = new pulumi.ComponentResource("acme:index:Team", "inner", {}, { parent: team });
const opts = { parent: { team, inner }[above] };
const project = new openai.Project("shop");
const { projectId } = project;
const group = new openai.Group("readers");
const { groupId } = group;
const role = new openai.ProjectRole("auditor", { projectId, permissions: ["api.model.read"] });
const store = new openai.VectorStore("docs");
const file = new openai.File("handbook", {
  source: new pulumi.asset.StringAsset("# Returns"), filename: "handbook.md", purpose: "assistants",
});
new openai.GroupUser("carol" + suffix, { groupId, userId: "user-carol" }, opts);
new openai.ProjectUser("bob" + suffix, { projectId, email: "bob@example.com", role: "member" }, opts);
new openai.ProjectUserRoleAssignment("alice" + suffix, { projectId, userId: "user-alice", roleId: role.roleId }, opts);
new openai.OrganizationGroupRoleAssignment("readers" + suffix, { groupId, roleId: "role-api-organization-reader" }, opts);
new openai.ProjectGroup("readers" + suffix, { projectId, groupId, role: role.roleId }, opts);
new openai.ProjectRateLimit("limit" + suffix, { projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: 7 }, opts);
new openai.VectorStoreFile("handbook" + suffix, { vectorStoreId: store.vectorStoreId, fileId: file.fileId }, opts);
if (failing) new openai.Group("failing", {}, { dependsOn: [group] });
`;

describe.each(commandLines)("links and a limit under other names, on the command line $version", (line) => {
  let place: Stage;
  let before: string[];
  let there: string[];
  beforeAll(async () => {
    place = await stageOn(line, "ownership", program);
    await place.pulumi.configure({}, { "openai:apiKey": seedKeys.project });
    before = holdings(place);
    await up(place, "A");
    there = holdings(place);
    expect(changesSince(place, before)).not.toEqual([]);
  });
  afterAll(() => place.close());

  /** Another resource of this run fails, so that what has left the program is not deleted any more. */
  async function cutOff(step: string): Promise<void> {
    place.emulator.fault({
      match: { method: "POST", route: "/organization/groups", times: 9 },
      action: { type: "status", status: 400 },
    });
    await upFails(place, `${step},failing`, "--continue-on-error");
    place.emulator.clearFaults();
  }

  it("are there after one up, and nothing is left to do", async () => {
    const output = await up(place, "B");
    expect(output).toMatch(/\+ 7 created[\s\S]*- 7 deleted/);
    expect(changesSince(place, there)).toEqual([]);
    await atRest(place, "B");
  });

  it("are there when they move into a component, with a refresh before", async () => {
    await up(place, "B,team", "--refresh");
    expect(changesSince(place, there)).toEqual([]);
  });

  it("are there when they get another parent, after a refresh that ran the program", async () => {
    await succeeds(place, "B,inner", "refresh", "--run-program", "--yes", "--skip-preview");
    await up(place, "B,inner");
    expect(changesSince(place, there)).toEqual([]);
    await atRest(place, "B,inner");
  });

  it("are there when the run that renamed them was cut off, after the next one", async () => {
    await cutOff("C,inner");
    expect(changesSince(place, there)).toEqual([]);
    await up(place, "C,inner");
    expect(changesSince(place, there)).toEqual([]);
  });

  it("are there when the run that renamed them was cut off, and they get their old names back", async () => {
    await cutOff("D,");
    await up(place, "C,inner", "--refresh");
    expect(changesSince(place, there)).toEqual([]);
    await atRest(place, "C,inner");
  });

  it("are there after `up --replace`", async () => {
    const urns = (await place.resources())
      .filter(({ urn }) => urn.includes("acme:index:Team"))
      .flatMap(({ urn }) => ["--replace", urn]);
    expect(urns).toHaveLength(14);
    const output = await up(place, "C,inner", ...urns);
    expect(output).toContain("+-7 replaced");
    expect(changesSince(place, there)).toEqual([]);
    await refreshClean(place, "C,inner");
  });

  it("go with the stack, and the limit gets its value from before the first up", async () => {
    await destroy(place, "C,inner", "--refresh");
    expect(await place.resources()).toEqual([]);
    expect(changesSince(place, before)).toEqual([]);
  });
});
