import { seedKeys } from "../../emulator";
import {
  changesSince,
  destroy,
  holdings,
  operations,
  planned,
  refreshClean,
  stepped,
  up,
  upFails,
} from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** The step's letters: b(other names), o(wner), f(ailing group), s(ecret), r(eordered). */
const program = `${head}${stepped}
const has = (letter) => step.includes(letter);
const s = has("b") ? "B" : "";
const { groupId } = new openai.Group("readers");
new openai.GroupUser("carol" + s, { groupId, userId: "user-carol" });
new openai.ProjectUser("bob" + s, { projectId: "proj_other", userId: "user-bob", role: has("o") ? "owner" : "member" });
new openai.ProjectRateLimit("limit" + s, { projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: 7 });
const url = "https://hooks.example.com/a";
const events = ["batch.failed", "batch.completed"];
new openai.WebhookEndpoint("starred", {
  url: has("s") ? pulumi.secret(url) : url, eventTypes: has("r") ? events.reverse() : events,
}, { replaceOnChanges: ["*"] });
if (has("f")) new openai.Group("failing");
`;

describe.each(commandLines)("ways through a stack, on the command line $version", (line) => {
  let place: Stage;
  let before: string[];
  let there: string[];
  beforeAll(async () => {
    place = await stageOn(line, "ownership-ways", program);
    await place.pulumi.configure({}, { "openai:apiKey": seedKeys.project });
    before = holdings(place);
    await up(place, "");
    there = holdings(place);
  });
  afterAll(() => place.close());

  it("what is replaced on any change is so by none: a set in another order, a secret, a refresh", async () => {
    await refreshClean(place, "");
    expect(operations(await planned(place, ""))).toEqual({});
    expect(operations(await planned(place, "sr"))).toEqual({});
  });

  it("a link that gets another name and another role at once has both", async () => {
    await up(place, "bo");
    const changes = changesSince(place, there).filter((row) => row.includes("project_users"));
    expect(changes).toEqual([expect.stringMatching(/^\+.*owner/), expect.stringMatching(/^-.*member/)]);
    await up(place, "");
    expect(changesSince(place, there)).toEqual([]);
  });

  it("after a run that was cut off, a destroy leaves what was there before the stack", async () => {
    place.emulator.fault({
      match: { method: "POST", route: "/organization/groups", times: 9 },
      action: { type: "status", status: 400 },
    });
    await upFails(place, "bf", "--continue-on-error");
    place.emulator.clearFaults();
    expect(await place.resources()).toHaveLength(8);
    await destroy(place, "", "--refresh");
    expect(changesSince(place, before)).toEqual([]);
  });

  it("a limit that is replaced after a refresh, and destroyed by a run of the program, gets its first value", async () => {
    await up(place, "");
    const urn =
      (await place.resources()).find((one) => one.urn.endsWith("ProjectRateLimit::limit"))?.urn ?? "";
    await up(place, "", "--refresh", "--replace", urn);
    const { rate_limits } = place.emulator.state().tables;
    const row = rate_limits.find(
      ({ project_id, model }) => project_id === "proj_default" && model === "gpt-4o",
    );
    expect(row?.max_requests_per_1_minute).toBe(7);
    await destroy(place, "", "--run-program", "--refresh");
    expect(changesSince(place, before)).toEqual([]);
  });
});
