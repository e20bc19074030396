import { atRest, byHand, changesSince, destroy, fails, holdings, stepped, up, upFails, writes } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const program = (ids: Record<string, unknown>) => `${head}${stepped}
const later = step !== "made";
const ids = ${JSON.stringify(ids)};
new openai.Project(later ? "billing-v2" : "billing", { name: "billing", adopt: ids.billing });
new openai.Group(later ? "team-v2" : "team", { name: "team", adopt: true });
const home = step === "refused" ? new openai.Project("home-v2", { name: "home", adopt: ids.home })
  : step === "advised" ? new openai.Project("home-v2", { name: "home" }, { aliases: [{ name: "home" }] })
  : new openai.Project("home", { name: "home", adopt: ids.home });
new openai.ProjectRole("auditor", { projectId: home.projectId, permissions: ["api.model.read"] });
if (step === "linked" || step === "followed" || step === "advised") {
  new openai.GroupUser("bob", { groupId: ids.group, userId: "user-bob", adopt: step === "followed" ? ids.group + "/user-bob" : undefined });
}
`;

describe.each(commandLines)("what a program adopts, on the command line $version", (line) => {
  let place: Stage;
  let made: string[];
  const ids: Record<string, unknown> = {};
  beforeAll(async () => {
    place = await stageOn(line, "ownership-adopt", "");
    for (const name of ["billing", "home"]) {
      ids[name] = (await byHand(place, "POST", "/organization/projects", { name })).id;
    }
    await byHand(place, "POST", "/organization/groups", { name: "team" });
    ids.group = (await byHand(place, "POST", "/organization/groups", { name: "readers" })).id;
    place.write(program(ids));
    place.emulator.advance(600);
    await up(place, "made");
    made = holdings(place);
    place.emulator.clearRequests();
  });
  afterAll(() => place.close());

  /** What the state says of which resource; the engine writes them in the order in which they came. */
  const shown = async () =>
    (await place.resources()).map(({ urn, id, outputs }) => JSON.stringify([urn, id, outputs])).sort();

  it("a project and a group under another name live, and nothing is sent", async () => {
    await up(place, "renamed");
    expect(changesSince(place, made)).toEqual([]);
    expect(writes(place)).toEqual([]);
    await atRest(place, "renamed");
  });

  it("a project in which others live is refused in the preview and in the up, with the alias to write", async () => {
    const state = await shown();
    for (const said of [await fails(place, "refused", "preview"), await upFails(place, "refused")]) {
      expect(said).toContain(`Project ${ids.home} is "home" of this stack, and "auditor" live in it`);
      expect(said).toContain('aliases: [{ name: "home" }]');
    }
    expect(await shown()).toEqual(state);
    expect(writes(place)).toEqual([]);
    expect(changesSince(place, made)).toEqual([]);
  });

  it("a link that somebody made by hand is no silent gain: the error names `adopt`", async () => {
    await byHand(place, "POST", `/organization/groups/${ids.group}/users`, { user_id: "user-bob" });
    const there = holdings(place);
    const said = await upFails(place, "linked");
    expect(said).toContain(
      `GroupUser ${ids.group}/user-bob is there already, and no GroupUser of this stack's last state has it`,
    );
    expect(said).toContain("`adopt`");
    await up(place, "followed");
    expect(changesSince(place, there)).toEqual([]);
    await atRest(place, "followed");
  });

  it("the alias does what was promised, and `adopt` may leave the program", async () => {
    const there = holdings(place);
    await up(place, "advised", "--refresh", "--run-program");
    expect(changesSince(place, there)).toEqual([]);
    await atRest(place, "advised");
    await destroy(place, "advised", "--refresh");
    const { projects, group_users } = place.emulator.state().tables;
    const archived = projects.filter(({ archived_at }) => archived_at !== null).map(({ id }) => id);
    expect(archived.sort()).toEqual([ids.billing, ids.home].sort());
    expect(group_users).toEqual([]);
  });
});
