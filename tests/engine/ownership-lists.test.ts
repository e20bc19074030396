import { atRest, changesSince, destroy, holdings, refreshClean, stepped, up } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** Lists whose places move: what stood at one index stands at another one now. */
const program = `${head}${stepped}
const members = (name, users, options = () => ({})) => {
  const { groupId } = new openai.Group(name);
  const made = [];
  users.forEach((user, i) => {
    made[i] = new openai.GroupUser(name + i, { groupId, userId: "user-" + user }, options(i, made));
  });
  return made;
};
const two = step === "before" ? ["alice", "bob"] : ["bob", "alice"];
members("shifted", step === "before" ? ["alice", "bob", "carol"] : ["bob", "carol"]);
members("exchanged", two);
members("deletedfirst", two, () => ({ deleteBeforeReplace: true }));
members("chained", two, (i, made) => ({ dependsOn: made.slice(0, i) }));
const { groupId } = new openai.Group("backwards");
const behind = new openai.GroupUser("backwards1", { groupId, userId: "user-" + two[1] });
new openai.GroupUser("backwards0", { groupId, userId: "user-" + two[0] }, { dependsOn: [behind] });
const { projectId } = new openai.Project("shop");
(step === "before" ? ["alice", "bob", "carol"] : ["bob", "carol"]).forEach((user, i) => {
  new openai.ProjectUser("project" + i, { projectId, userId: "user-" + user, role: "member" });
  new openai.ProjectUserRoleAssignment("viewer" + i, { projectId, userId: "user-" + user, roleId: "role-api-project-viewer" });
});
(step === "before" ? ["gpt-4o", "gpt-4o-mini"] : ["gpt-4o-mini"]).forEach((model, i) => {
  new openai.ProjectRateLimit("limit" + i, { projectId: "proj_default", model, maxRequestsPer1Minute: 7 });
});
`;

const everybody = ["user-alice", "user-bob", "user-carol"];
const both = ["user-alice", "user-bob"];

describe.each(commandLines)("lists whose indexes move, on the command line $version", (line) => {
  let place: Stage;
  let before: string[];
  beforeAll(async () => {
    place = await stageOn(line, "ownership-lists", program);
    before = holdings(place);
    await up(place, "before");
  });
  afterAll(() => place.close());

  /** Who is in which group, in the project, and holds its role; and the limited models. */
  function there(): Record<string, string[]> {
    const { groups, group_users, project_users, projects, role_assignments, rate_limits } =
      place.emulator.state().tables;
    const shop = projects.find(({ name }) => name === "shop")?.id;
    const inGroups = groups
      .filter(({ organization_id }) => organization_id === "org-emulator")
      .map(({ id, name }): [string, string[]] => [
        name,
        group_users.filter(({ group_id }) => group_id === id).map(({ id }) => id),
      ]);
    const found: [string, string[]][] = [
      ...inGroups,
      ["shop", project_users.filter((row) => row.project_id === shop).map(({ id }) => id)],
      [
        "viewers",
        role_assignments
          .filter(({ role_id }) => role_id === "role-api-project-viewer")
          .map(({ principal_id }) => principal_id),
      ],
      [
        "limited",
        rate_limits
          .filter((row) => row.project_id === "proj_default" && row.max_requests_per_1_minute === 7)
          .map(({ model }) => model),
      ],
    ];
    return Object.fromEntries(found.map(([name, ids]) => [name, ids.sort()]));
  }

  const exchanged = { exchanged: both, deletedfirst: both, chained: both, backwards: both };
  const first = { shifted: everybody, ...exchanged, shop: everybody, viewers: everybody };
  const last = ["user-bob", "user-carol"];
  const second = { shifted: last, ...exchanged, shop: last, viewers: last, limited: ["gpt-4o-mini"] };

  it("end after the first up as the program says, and nothing is left to do", async () => {
    expect(there()).toEqual({ ...first, limited: ["gpt-4o", "gpt-4o-mini"] });
    await up(place, "after");
    expect(there()).toEqual(second);
    await atRest(place, "after");
  });

  it("end as the program says when they move back, with a refresh before", async () => {
    await up(place, "before", "--refresh");
    expect(there()).toEqual({ ...first, limited: ["gpt-4o", "gpt-4o-mini"] });
    await up(place, "after", "--refresh", "--run-program");
    expect(there()).toEqual(second);
    await refreshClean(place, "after");
    await atRest(place, "after");
  });

  it("go with the stack, and leave what was there before it", async () => {
    await destroy(place, "after", "--refresh");
    expect(changesSince(place, before)).toEqual([]);
  });
});
