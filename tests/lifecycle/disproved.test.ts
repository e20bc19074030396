import type { Workshop } from "../support/workshop";
import { workshop } from "../support/workshop";
import { denies, empties, emptyPage, listsInstead } from "./false-answers";
import {
  Account,
  accounts,
  errorOf,
  itemOf,
  look,
  newProject,
  noted,
  Project,
  pathOf,
  RateLimit,
  type Resident,
  removeByHand,
  resident,
  Webhook,
} from "./house";

async function webhooks(place: Workshop, count: number): Promise<Resident[]> {
  const all: Resident[] = [];
  for (let n = 0; n < count; n++) {
    const args = { name: `w${n}`, url: "https://hooks.example.com", eventTypes: ["batch.failed"] };
    all.push(await resident(place, Webhook, args));
  }
  return all;
}

describe("a listing that one object's GET disproves", () => {
  it("is no witness against another whose own GET was falsely answered with 404", async () => {
    const place = workshop();
    const all = await accounts(place, 3);
    empties(place, Account);
    denies(place, Account);
    const session = place.session();
    const seen = await Promise.all(all.map((it) => look(session, it)));
    expect(seen.map((one) => one?.id)).toEqual(all.map(({ saved }) => saved.id));
  });

  it("is no witness either where the answer that disproves it is still awaited", async () => {
    const place = workshop();
    const all = await accounts(place, 2);
    empties(place, Account);
    denies(place, Account);
    place.emulator.fault({
      match: { method: "GET", route: itemOf(Account), nth: 2 },
      action: { type: "delay", ms: 5_000 },
    });
    const session = place.session();
    const seen = await Promise.all(all.map((it) => look(session, it)));
    expect(seen.map((one) => one?.id)).toEqual(all.map(({ saved }) => saved.id));
  });

  it("is no witness later in the run either", async () => {
    const place = workshop();
    const [first, second] = await accounts(place, 2);
    if (!first || !second) throw new Error("two accounts");
    empties(place, Account);
    const session = place.session();
    expect((await look(session, first))?.id).toBe(first.saved.id);
    denies(place, Account);
    expect((await look(session, second))?.id).toBe(second.saved.id);
  });

  it("leaves it to each object's own GET, asked twice ten seconds apart, to call it gone", async () => {
    const place = workshop();
    const [alive, lost] = await accounts(place, 2);
    if (!alive || !lost) throw new Error("two accounts");
    await removeByHand(place, lost);
    empties(place, Account);
    const { session, sent } = noted(place);
    const seen = await Promise.all([look(session, alive), look(session, lost)]);
    expect(seen.map((one) => one?.id)).toEqual([alive.saved.id, undefined]);
    const asked = sent.filter(({ call }) => call === `GET ${pathOf(lost)}`).map(({ at }) => at);
    expect(asked).toHaveLength(2);
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  it("of the data plane is one that misses what the run has seen alive", async () => {
    const place = workshop();
    const [alive, other] = await webhooks(place, 2);
    if (!alive || !other) throw new Error("two endpoints");
    const session = place.session();
    expect((await look(session, alive))?.id).toBe(alive.saved.id);
    empties(place, Webhook);
    denies(place, Webhook);
    expect((await look(session, other))?.id).toBe(other.saved.id);
  });
});

describe("an empty listing of what cannot be empty", () => {
  it("of projects is asked for again, and is an error when it lasts", async () => {
    const place = workshop();
    const it = await resident(place, Project, { name: "p" });
    empties(place, Project, 1);
    expect((await look(place.session(), it))?.id).toBe(it.saved.id);
    empties(place, Project);
    const error = await errorOf(look(place.session(), it));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("no item, although there always is one");
  });

  it("of rate limits calls no row gone", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const it = await resident(place, RateLimit, { projectId, model: "gpt-4o", maxRequestsPer1Minute: 7 });
    empties(place, RateLimit);
    expect((await errorOf(look(place.session(), it))).code).toBe("broken-reply");
  });
});

it("two listings of rows that have nothing in common prove nothing", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const it = await resident(place, RateLimit, { projectId, model: "gpt-4o", maxRequestsPer1Minute: 7 });
  for (const [nth, id] of ["rl-a", "rl-b"].entries()) {
    listsInstead(place, RateLimit, { ...emptyPage, data: [{ id, model: id }] }, { nth: nth + 1 });
  }
  const error = await errorOf(look(place.session(), it));
  expect(error.code).toBe("unproven");
  expect(error.message).toContain("nothing in common");
});
