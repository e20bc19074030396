import { explainsAbsence, unlessParentGone } from "../../provider/lifecycle/see/absence";
import { type Sought, soughtOf } from "../../provider/lifecycle/see/sought";
import { callItem } from "../../provider/lifecycle/session/calls";
import { Operation } from "../../provider/lifecycle/session/operation";
import type { Session } from "../../provider/lifecycle/session/session";
import { kindsThat } from "../kernel/facts";
import { type Workshop, workshop } from "../support/workshop";
import { denies, empties } from "./false-answers";
import {
  Account,
  accounts,
  anyResident,
  byHand,
  type Declaration,
  endOf,
  errorOf,
  expectAlive,
  itemOf,
  listOf,
  newProject,
  Project,
  pathOf,
  RateLimit,
  type Resident,
  removeByHand,
  resident,
} from "./house";

function soughtFor(
  session: Session,
  { declaration, saved, apiKey }: Resident,
): Sought & { operation: Operation } {
  return soughtOf(new Operation(session, declaration, { apiKey }), saved);
}

/** What an ending is answered with, and what is made of it. */
async function ending(session: Session, it: Resident): Promise<boolean | "done"> {
  const sought = soughtFor(session, it);
  const { end } = it.declaration;
  const call =
    end === "erase"
      ? ({ method: "DELETE" } as const)
      : ({ method: "POST", ...(end === "restore" ? { body: {} } : { below: end.post }) } as const);
  try {
    await callItem(sought.operation, sought.ids, call);
    return "done";
  } catch (error) {
    return explainsAbsence(sought, error);
  }
}

const denied = (place: Workshop, declaration: Declaration) => denies(place, declaration, endOf(declaration));

const ended = kindsThat(({ end }) => end !== "restore");

describe.each(ended)("a %s whose ending is falsely answered with 404", (_, declaration) => {
  it("is still there, and the error says so and what to do", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    denied(place, declaration);
    const session = place.session();
    const error = await errorOf(ending(session, it));
    expect(error.code).toBe("unproven");
    expect(error.message).toContain("is still there: the answer was wrong. Run the same command again.");
    expect(error.message).toContain(it.saved.id);
    expect(await ending(session, it)).toBe("done");
  });

  it("is not believed where the same run has seen it a second before", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const session = place.session();
    await expectAlive(session, it);
    denied(place, declaration);
    expect((await errorOf(ending(session, it))).message).toContain("is still there");
  });

  it("is gone where somebody has really removed it, also after this run has seen it", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const session = place.session();
    await expectAlive(session, it);
    await removeByHand(place, it);
    expect(await ending(session, it)).toBe(true);
  });
});

it("a false 404 with a listing that misses everything ends nothing", async () => {
  const place = workshop();
  const [it, other] = await accounts(place, 2);
  if (!it || !other) throw new Error("two accounts");
  empties(place, Account);
  const session = place.session();
  await expectAlive(session, other);
  denied(place, Account);
  expect((await errorOf(ending(session, it))).message).toContain("is still there");
});

it("many endings that are answered with 404 share one listing or two", async () => {
  const place = workshop();
  const all = await accounts(place, 10);
  for (const it of all) await removeByHand(place, it);
  const session = place.session();
  expect(await Promise.all(all.map((it) => ending(session, it)))).toEqual(all.map(() => true));
  const listings = place.calls().filter((call) => call === `GET ${listOf(Account)}`);
  expect(listings.length).toBeLessThanOrEqual(2);
});

it("a listing that still shows what was deleted a moment ago is waited for, not believed", async () => {
  const place = workshop();
  const it = await anyResident(place, Account);
  place.emulator.lag({ listSeconds: 60 });
  await byHand(place, "DELETE", pathOf(it));
  const started = place.clock.now();
  expect(await ending(place.session(), it)).toBe(true);
  expect(place.clock.now() - started).toBeLessThanOrEqual(80_000);
  expect(place.calls().filter((call) => call === `GET ${listOf(Account)}`).length).toBeLessThanOrEqual(8);
  expect(place.said).toHaveLength(2);
  expect(place.said[0]).toContain(it.saved.id);
});

describe("an error that is no absence", () => {
  it.each([403, 409, 500])("%i explains nothing", async (status) => {
    const place = workshop();
    const it = await anyResident(place, Account);
    place.emulator.fault({ match: { ...endOf(Account), times: 99 }, action: { type: "status", status } });
    expect(await ending(place.session(), it)).toBe(false);
  });

  it("a proxy's 404 neither", async () => {
    const place = workshop();
    const it = await anyResident(place, Account);
    place.emulator.fault({
      match: { ...endOf(Account), times: 99 },
      action: { type: "status", status: 404, body: "<html></html>" },
    });
    expect(await ending(place.session(), it)).toBe(false);
  });
});

describe("a rate-limit row", () => {
  const limit = (projectId: string) => ({ projectId, model: "gpt-4o", maxRequestsPer1Minute: 7 });

  it("that is falsely denied is still there", async () => {
    const place = workshop();
    const it = await resident(place, RateLimit, limit(await newProject(place)));
    denied(place, RateLimit);
    expect((await errorOf(ending(place.session(), it))).message).toContain("is still there");
  });

  it("of an archived project is gone with it, after one POST that is not repeated", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const it = await resident(place, RateLimit, limit(projectId));
    await byHand(place, "POST", `/organization/projects/${projectId}/archive`);
    place.emulator.fault({
      match: { ...endOf(RateLimit), times: 99 },
      action: { type: "status", status: 503 },
    });
    const session = place.session();
    const sought = soughtFor(session, it);
    const send = (repeat: "free" | "never") =>
      callItem(sought.operation, sought.ids, {
        method: "POST",
        body: { max_requests_per_1_minute: 10 },
        repeat,
      });
    expect(await unlessParentGone(sought, send)).toBe("gone");
    expect(place.calls()).toEqual([`POST ${itemOf(RateLimit)}`, `GET ${listOf(Project)}`]);
  });

  it("of a living project is put back however often the server fails at first", async () => {
    const place = workshop();
    const it = await resident(place, RateLimit, limit(await newProject(place)));
    place.emulator.fault({
      match: { ...endOf(RateLimit), times: 3 },
      action: { type: "status", status: 503 },
    });
    const session = place.session();
    const sought = soughtFor(session, it);
    const send = (repeat: "free" | "never") =>
      callItem(sought.operation, sought.ids, {
        method: "POST",
        body: { max_requests_per_1_minute: 10 },
        repeat,
      });
    expect(await unlessParentGone(sought, send)).not.toBe("gone");
  });
});
