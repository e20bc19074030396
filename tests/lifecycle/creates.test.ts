import fc from "fast-check";
import { OpenAIError } from "../../provider/kernel/errors";
import { Cohort, type Create, type CreateState, type Lost } from "../../provider/lifecycle/session/creates";
import { holdings } from "../../provider/lifecycle/session/identity";
import { Session } from "../../provider/lifecycle/session/session";
import { kindOf } from "../kernel/facts";
import { create as createIn } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { everyObject, listOf, noted, Project, route } from "./house";

const cause = new OpenAIError("ambiguous", "No answer.");
const lostAt = (at: number): Lost => ({ args: {}, sentAt: at, at, cause });
const lost = (at = 0): CreateState => ({ is: "lost", lost: lostAt(at) });
const found: CreateState = { is: "found", lost: lostAt(0), found: { item: {}, details: {} } };
const absent: CreateState = { is: "absent" };
const sending: CreateState = { is: "sending" };
const abandoned = (at = 0): CreateState => ({ is: "abandoned", lost: lostAt(at) });

/** A create that has gone through these states. */
function gone(cohort: Cohort, ...states: CreateState[]): Create {
  const create = cohort.join(0);
  for (const state of states) create.become(state);
  return create;
}

/** Whether the cohort is quiet at this moment. */
async function isQuiet(cohort: Cohort): Promise<boolean> {
  let quiet = false;
  void cohort.quiet().then(() => {
    quiet = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return quiet;
}

describe("a create", () => {
  it("is sent, lost, and then found, absent or abandoned; what is absent may be sent again", () => {
    for (const end of [found, absent, abandoned()]) expect(gone(new Cohort(), lost(), end).state).toBe(end);
    const cohort = new Cohort();
    expect(gone(cohort, lost(), absent, sending, lost(), found, absent, sending).state).toBe(sending);
    expect(gone(cohort, absent, sending).state).toBe(sending);
  });

  it.each<[string, CreateState[], CreateState]>([
    ["not sent again while it is lost", [lost()], sending],
    ["not sent again when it is found", [lost(), found], sending],
    ["not abandoned when it is found", [lost(), found], abandoned()],
    ["not found twice", [lost(), found], found],
    ["not found when it is absent", [lost(), absent], found],
    ["not found when nobody looks for it any more", [lost(), abandoned()], found],
    ["not looked for before its answer is given up", [], found],
  ])("is %s", (_, states, next) => {
    expect(() => gone(new Cohort(), ...states).become(next)).toThrow(/cannot become/);
  });
});

describe("creates that want the same", () => {
  it("are looked for as long as they are lost", () => {
    const cohort = new Cohort();
    const one = gone(cohort, lost(1));
    gone(cohort, lost(2), absent);
    gone(cohort);
    expect(cohort.lost().map(({ create }) => create)).toEqual([one]);
    one.become(found);
    expect(cohort.lost()).toEqual([]);
  });

  it("are quiet when no answer is awaited any more", async () => {
    const cohort = new Cohort();
    expect(await isQuiet(cohort)).toBe(true);
    const first = cohort.join(0);
    const second = cohort.join(0);
    first.become(lost());
    expect(await isQuiet(cohort)).toBe(false);
    cohort.leave(second);
    expect(await isQuiet(cohort)).toBe(true);
    first.become(absent);
    first.become(sending);
    expect(await isQuiet(cohort)).toBe(false);
  });

  it("go on with what an earlier one has abandoned, in the order in which it was, and only once", () => {
    const cohort = new Cohort();
    const [first, second] = [gone(cohort, lost(10)), gone(cohort, lost(20))];
    second.become(abandoned(20));
    cohort.leave(second);
    first.become(abandoned(10));
    cohort.leave(first);
    expect(cohort.isEmpty()).toBe(false);
    const states = [1_000, 2_000, 3_000].map((now) => cohort.join(now).state);
    expect(states).toEqual([
      { is: "lost", lost: { ...lostAt(20), at: 1_000 } },
      { is: "lost", lost: { ...lostAt(10), at: 2_000 } },
      sending,
    ]);
  });

  it("keep what they go on with, also where whoever abandoned it leaves only afterwards", () => {
    const cohort = new Cohort();
    const first = gone(cohort, lost(), abandoned());
    const second = cohort.join(5);
    cohort.leave(first);
    expect(cohort.lost().map(({ create }) => create)).toEqual([second]);
    cohort.leave(second);
    expect(cohort.isEmpty()).toBe(true);
  });

  it("are forgotten when all have left and none was abandoned, whatever they went through", () => {
    const ends: CreateState[][] = [
      [],
      [lost()],
      [lost(), found],
      [lost(), absent],
      [absent],
      [lost(), abandoned()],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ends)), (ways) => {
        const cohort = new Cohort();
        const creates = ways.map(() => cohort.join(0));
        for (const [index, create] of creates.entries())
          for (const state of ways[index] ?? []) create.become(state);
        for (const create of creates) cohort.leave(create);
        const left = creates.filter(({ state }) => state.is === "abandoned");
        expect(cohort.isEmpty()).toBe(left.length === 0);
        expect(cohort.lost()).toEqual([]);
      }),
    );
  });
});

it("a lost create whose second sending is refused for a link that is on its way out is sent once more", async () => {
  const Member = kindOf("GroupUser");
  const place = workshop();
  const args = await sampleArgs(place, Member);
  const { session, sent } = noted(place);
  const of = { method: "POST", route: route(Member.at.create) } as const;
  const exists = {
    error: { message: "The user already exists in the group.", type: "invalid_request_error" },
  };
  place.emulator.fault({ match: of, action: { type: "reset-before" } });
  place.emulator.fault({ match: { ...of, nth: 2 }, action: { type: "status", status: 409, body: exists } });
  // This run has ended it, which not every server knows yet.
  session.ledger.end(holdings(Member, `${String(args.groupId)}/${String(args.userId)}`, {}));
  const saved = await createIn(session, Member, args);
  expect(await everyObject(place, Member, args)).toEqual([saved.id]);
  expect(sent.filter(({ call }) => call.startsWith("POST"))).toHaveLength(3);
});

it("what another create's look has found is kept, though the own look was refused meanwhile", async () => {
  const place = workshop();
  const { raw, surroundings } = place.session();
  let listings = 0;
  const session = new Session(raw, {
    ...surroundings,
    wire: async (request, signal) => {
      const isListing = request.method === "GET" && request.url.includes(listOf(Project));
      // The second listing, of the create that was lost later, is refused after the third one has been answered.
      if (isListing && ++listings === 2) {
        await place.clock.sleep(4_000);
        return { status: 403, headers: {}, body: (async function* (): AsyncGenerator<Uint8Array> {})() };
      }
      return surroundings.wire(request, signal);
    },
  });
  const of = { method: "POST", route: route(Project.at.create) } as const;
  // Both are carried out after a minute and nine seconds, when the second listing has been asked for.
  const late = (ms: number) => ({ type: "delay", ms, when: "before" }) as const;
  place.emulator.fault({ match: of, action: late(69_000) });
  place.emulator.fault({ match: { ...of, nth: 2 }, action: late(66_000) });
  const before = await everyObject(place, Project, {});
  const first = createIn(session, Project, { name: "twin" });
  await place.clock.sleep(3_000);
  const twins = await Promise.all([first, createIn(session, Project, { name: "twin" })]);
  const after = await everyObject(place, Project, {});
  expect(twins.map(({ id }) => id).sort()).toEqual(after.filter((id) => !before.includes(id)).sort());
});
