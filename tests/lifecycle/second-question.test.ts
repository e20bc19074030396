import type { FaultAction } from "../../emulator";
import { everyKind } from "../kernel/facts";
import { type Workshop, workshop } from "../support/workshop";
import { notFoundBody } from "./false-answers";
import { Account, accounts, anyResident, errorOf, expectAlive, itemOf, listOf, look } from "./house";

const status = (code: number, body?: unknown): FaultAction => ({ type: "status", status: code, body });
const page = { object: "list", data: [], has_more: false };

/** Single answers that make no sense. */
const nonsense: [string, FaultAction][] = [
  ["the API's own 404", status(404, notFoundBody)],
  ["a proxy's 404", status(404, "<html>no such page</html>")],
  ["a page without data", status(200, { object: "list", has_more: false })],
  ["more to come, but no cursor", status(200, { ...page, has_more: true })],
  ["no word on more", status(200, { object: "list", data: [] })],
  ["an empty object", status(200, {})],
  ["status 400", status(400)],
  ["status 410", status(410)],
  ["status 418", status(418)],
];

describe.each(nonsense)("one answer that is %s", (_, action) => {
  it.each(everyKind)("ends no refresh of a %s: it is asked for once more", async (_token, declaration) => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({ match: { method: "GET" }, action });
    const started = place.clock.now();
    await expectAlive(place.session(), it);
    expect(place.clock.now() - started).toBeLessThanOrEqual(10_000);
  });
});

it.each([401, 403])("%i is told at once, for no second question changes it", async (code) => {
  const place = workshop();
  const it = await anyResident(place, Account);
  place.emulator.fault({ match: { method: "GET" }, action: status(code) });
  const error = await errorOf(look(place.session(), it));
  expect(error.details.status).toBe(code);
  expect(place.calls()).toEqual([`GET ${listOf(Account)}`]);
});

it("what the client has asked for several times already is not asked for again", async () => {
  const place = workshop();
  const it = await anyResident(place, Account);
  place.emulator.fault({ match: { method: "GET", times: 99 }, action: { type: "garbage" } });
  expect((await errorOf(look(place.session(), it))).code).toBe("broken-reply");
  expect(place.calls()).toHaveLength(6);
});

describe("a listing that fails for many", () => {
  const lasting = (place: Workshop, action: FaultAction) =>
    place.emulator.fault({ match: { method: "GET", route: listOf(Account), times: 999 }, action });

  it.each([
    ["the API's own 404", status(404, notFoundBody), 2],
    ["403", status(403), 1],
    ["a broken page", status(200, {}), 2],
  ])("(%s) is told once; the others point to it in a sentence", async (_, action, listings) => {
    const place = workshop();
    const all = await accounts(place, 5);
    lasting(place, action);
    const session = place.session();
    const errors = await Promise.all(all.map((it) => errorOf(look(session, it))));
    const [first, ...others] = errors.map(({ message }) => message);
    expect(first).toContain(`GET ${Account.at.list}`);
    for (const message of others) {
      expect(message).toBe(
        `Not read, for the same reason as ProjectServiceAccount "bot-0" (${all[0]?.saved.id}): see there. Nothing was changed.`,
      );
    }
    expect(new Set(errors.map(({ details }) => details.status)).size).toBe(1);
    expect(place.calls().filter((call) => call === `GET ${listOf(Account)}`)).toHaveLength(listings);
  });

  it("is told once in a run, also where others ask later", async () => {
    const place = workshop();
    const [it, other] = await accounts(place, 5);
    if (!it || !other) throw new Error("two accounts");
    lasting(place, status(403));
    const session = place.session();
    expect((await errorOf(look(session, it))).message).toContain("403");
    expect((await errorOf(look(session, other))).message).toContain("for the same reason as");
    // The next run tells it anew.
    expect((await errorOf(look(place.session(), other))).message).toContain("403");
  });
});

it("one false 404 of a single object's own path is no reason to wait", async () => {
  const place = workshop();
  const it = await anyResident(place, Account);
  place.emulator.fault({
    match: { method: "GET", route: itemOf(Account) },
    action: status(404, notFoundBody),
  });
  const started = place.clock.now();
  await expectAlive(place.session(), it);
  expect(place.clock.now()).toBe(started);
});
