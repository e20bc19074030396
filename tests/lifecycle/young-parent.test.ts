import { belowYoungParent } from "../../provider/lifecycle/see/young-parent";
import { Operation } from "../../provider/lifecycle/session/operation";
import type { Session } from "../../provider/lifecycle/session/session";
import { create } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import { emptyPage, notFoundBody } from "./false-answers";
import { Account, errorOf, listOf, Project, RateLimit, removeByHand, resident } from "./house";

const below = (session: Session, projectId: string) => ({
  operation: new Operation(session, Account),
  ids: { projectId, name: "bot" },
});

/** The first child of a project, as the create makes it. */
function post(session: Session, projectId: string) {
  return session.client.call(session.credential(Account), {
    method: "POST",
    path: `/organization/projects/${projectId}/service_accounts`,
    template: Account.at.create,
    body: { name: "bot", create_service_account_only: true },
    repeat: "never",
  });
}

/** Until then the server of the children does not know the project. */
function unknownFor(place: Workshop, seconds: number): void {
  place.emulator.fault({
    match: { method: "POST", route: listOf(Account), times: 10_000 },
    action: { type: "status", status: 404, body: notFoundBody },
  });
  place.clock.after(seconds * 1000, () => place.emulator.clearFaults());
}

describe("the first child of a project", () => {
  it("that this run has made is waited for, and made once", async () => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    unknownFor(place, 50);
    place.calls();
    await belowYoungParent(below(session, id), () => post(session, id));
    const calls = place.calls();
    expect(calls.filter((call) => call === `POST ${listOf(Account)}`).length).toBeLessThanOrEqual(6);
    expect(calls).not.toContain(`GET ${listOf(Project)}`);
    expect(place.emulator.state().tables.service_accounts.filter(({ name }) => name === "bot")).toHaveLength(
      1,
    );
    expect(place.said).toEqual([
      expect.stringMatching(
        /^ProjectServiceAccount "bot": waiting until every server must know what it belongs to/,
      ),
      'ProjectServiceAccount "bot": done waiting',
    ]);
  });

  it("that the run before has made is waited for as well", async () => {
    const place = workshop();
    const { id } = await create(place.session(), Project, { name: "new" });
    unknownFor(place, 50);
    const session = place.session();
    await belowYoungParent(below(session, id), () => post(session, id));
  });

  it("is refused at once where the project is old", async () => {
    const place = workshop();
    const { id } = await create(place.session(), Project, { name: "old" });
    place.emulator.advance(600);
    unknownFor(place, 50);
    const session = place.session();
    const started = place.clock.now();
    const error = await errorOf(belowYoungParent(below(session, id), () => post(session, id)));
    expect(error.details.status).toBe(404);
    expect(place.clock.now()).toBe(started);
  });

  it("is refused once the project has come of age, and not before", async () => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    unknownFor(place, 10_000);
    const started = place.clock.now();
    const work = belowYoungParent(below(session, id), () => post(session, id));
    expect((await errorOf(work)).details.status).toBe(404);
    const waited = place.clock.now() - started;
    expect(waited).toBeGreaterThanOrEqual(119_000);
    expect(waited).toBeLessThanOrEqual(122_000);
  });

  it("shares its turns with all others: six questions a minute", async () => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    unknownFor(place, 50);
    place.calls();
    const one = () => belowYoungParent(below(session, id), () => post(session, id));
    await Promise.all([one(), one(), one(), one(), one()]);
    const posts = place.calls().filter((call) => call === `POST ${listOf(Account)}`);
    expect(posts.length).toBeLessThanOrEqual(5 + 6 + 5);
  });

  it("is not waited for after any other refusal", async () => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    place.emulator.fault({
      match: { method: "POST", route: listOf(Account) },
      action: { type: "status", status: 400 },
    });
    const started = place.clock.now();
    await errorOf(belowYoungParent(below(session, id), () => post(session, id)));
    expect(place.clock.now()).toBe(started);
  });
});

describe("the rows of a new project", () => {
  async function rows(session: Session, projectId: string): Promise<number> {
    const operation = new Operation(session, RateLimit);
    const sought = { operation, ids: { projectId, model: "gpt-4o" } };
    const ask = () => session.collections.fresh(operation, { projectId });
    const isWhole = ({ items }: { items: object[] }) => items.length > 1;
    const { items } = await belowYoungParent(sought, ask, isWhole);
    return items.length;
  }

  it.each([
    ["empty", { ...emptyPage }],
    ["short", { ...emptyPage, data: [{ id: "rl-a", model: "a" }] }],
  ])("are waited for while their listing is %s", async (_, body) => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    place.emulator.fault({
      match: { method: "GET", route: listOf(RateLimit), times: 10_000 },
      action: { type: "status", status: 200, body },
    });
    place.clock.after(40_000, () => place.emulator.clearFaults());
    expect(await rows(session, id)).toBeGreaterThan(1);
  });

  it("are taken as they are once the project is of age", async () => {
    const place = workshop();
    const session = place.session();
    const { id } = await create(session, Project, { name: "new" });
    place.emulator.fault({
      match: { method: "GET", route: listOf(RateLimit), times: 10_000 },
      action: { type: "status", status: 200, body: { ...emptyPage, data: [{ id: "rl-a", model: "a" }] } },
    });
    expect(await rows(session, id)).toBe(1);
  });
});

it("the first child of a project that somebody has removed is told that its project is gone", async () => {
  const place = workshop();
  const it = await resident(place, Project, { name: "old" });
  await removeByHand(place, it);
  const session = place.session();
  const work = belowYoungParent(below(session, it.saved.id), () => post(session, it.saved.id));
  expect((await errorOf(work)).message).toContain("What it belongs to is not there");
});
