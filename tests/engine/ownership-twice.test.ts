import { byHand, changesSince, destroy, fails, holdings, stepped, up, upFails } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** One object and a second resource for it, before or behind the first. */
const program = (adopt: string) => `${head}${stepped}
const [what, where] = step.split(",");
const { projectId } = new openai.Project("shop");
const { groupId } = new openai.Group("readers");
const adopt = "${adopt}";
const kinds = {
  link: (name, n) => new openai.GroupUser(name, { groupId, userId: "user-bob" }),
  adopted: (name, n) => new openai.Project(name, { name: "other", adopt }),
  limit: (name, n) => new openai.ProjectRateLimit(name, { projectId: "proj_default", ...(n === 1 ? { model: "gpt-4o" } : { rateLimitId: "rl-gpt-4o" }), maxRequestsPer1Minute: 7 }),
  member: (name, n) => new openai.ProjectUser(name, { projectId, ...(n === 1 ? { userId: "user-carol" } : { email: "CAROL@example.com" }), role: "member" }),
};
const second = () => what && kinds[what]("second-" + what, 2);
if (where === "first") second();
if (where !== "alone") for (const [name, make] of Object.entries(kinds)) make("first-" + name, 1);
if (where !== "first") second();
new openai.ProjectRateLimit("tokens", { projectId: "proj_default", model: "gpt-4o", maxTokensPer1Minute: 700 });
`;

const objects = {
  link: /GroupUser \S+\/user-bob is declared twice/,
  adopted: /Project proj_\w+ (is declared twice|belongs to "first-adopted" of this program already)/,
  limit: /ProjectRateLimit (in )?proj_default\S* is declared twice/,
  member: /ProjectUser (in )?proj_\S+ is declared twice/,
};

describe.each(commandLines)("one object that a program names twice, on the command line $version", (line) => {
  let place: Stage;
  let before: string[];
  let other: string;
  beforeAll(async () => {
    place = await stageOn(line, "ownership-twice", "");
    other = String((await byHand(place, "POST", "/organization/projects", { name: "other" })).id);
    place.write(program(other));
    place.emulator.advance(600);
    before = holdings(place);
  });
  afterAll(() => place.close());

  const said = (text: string, what: keyof typeof objects) => {
    expect(text).toMatch(objects[what]);
    // One by the message, the other by it or by the engine, which says whose failure it is.
    for (const name of [`first-${what}`, `second-${what}`]) {
      expect(text).toMatch(new RegExp(`["']${name}["']`));
    }
  };

  it("is an error where both are new", async () => {
    said(await fails(place, "adopted,behind", "preview"), "adopted");
    said(await upFails(place, "link,first"), "link");
  });

  it("is no object of two where different limits of one row are named", async () => {
    await up(place, "");
    const [row] = place.emulator
      .state()
      .tables.rate_limits.filter(
        ({ project_id, model }) => project_id === "proj_default" && model === "gpt-4o",
      );
    expect(row).toMatchObject({ max_requests_per_1_minute: 7, max_tokens_per_1_minute: 700 });
  });

  it.each(["link", "adopted", "limit", "member"] as const)(
    "is an error in previews and ups where the first is old: %s",
    async (what) => {
      const there = holdings(place);
      said(await fails(place, `${what},first`, "preview"), what);
      said(await upFails(place, `${what},behind`), what);
      expect(changesSince(place, there)).toEqual([]);
    },
  );

  it("is nothing to be undone: the program without it goes on, and down", async () => {
    await up(place, "", "--refresh", "--expect-no-changes");
    await destroy(place, "");
    // But for the adopted project: it is archived now.
    const gone = changesSince(place, before).filter((row) => !row.includes(`"${other}"`));
    expect(gone).toEqual([]);
  });
});
