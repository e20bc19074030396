import type { FaultAction } from "../../emulator";
import { followUps } from "../../provider/kernel/codec";
import type { Properties } from "../../provider/kernel/values";
import { type Bag, initFailedOf } from "../dynamic/shell";
import { changed, firstUpdate, kindsThat } from "../kernel/facts";
import { type Declaration, itemOf, Webhook } from "../lifecycle/house";
import { withRealParents } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { expectAsItWas, type Kept, keep, refreshed, shellOf, updated } from "./support-reads";

const seeds = 20;
const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };
const rotate = `${itemOf(Webhook)}/rotate_secret`;

/** What comes in place of an answer, for as long as the run lasts. */
const failures = (when: "before" | "after"): FaultAction[] => [
  ...[500, 502, 503, 504].map((status): FaultAction => ({ type: "status", status, when })),
  { type: when === "before" ? "reset-before" : "reset-after" },
  { type: "garbage", when },
];
const refusals = [400, 403, 409, 422].map((status): FaultAction => ({ type: "status", status }));

describe("R19: of an update the first call is done and the second one fails", () => {
  const args: Bag = {
    name: "w",
    url: "https://hooks.example.com/1",
    eventTypes: ["batch.failed"],
    rotationTrigger: "1",
  };
  const changes: Bag[] = [
    { name: "renamed" },
    { url: "https://hooks.example.com/2" },
    { eventTypes: ["batch.failed", "batch.expired"] },
    { name: "renamed", url: "https://hooks.example.com/2" },
  ];

  it("is the only update that takes two calls", () => {
    const twoSteps = ({ props }: Declaration) =>
      Object.values(props).some(({ options: { via } }) => typeof via === "object");
    expect(kindsThat(twoSteps).map(([token]) => token)).toEqual([Webhook.token]);
    expect(
      followUps(Webhook, args as Properties, { ...args, rotationTrigger: "2" } as Properties),
    ).toHaveLength(1);
  });

  it("the state holds what is really there, and the next update is the missing call alone", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      const it = await keep(place, Webhook, { args });
      const news = { ...args, ...dice.pick(changes), rotationTrigger: "2" };
      const action = dice.pick([...failures("before"), ...refusals]);
      place.emulator.fault({ match: { method: "POST", route: rotate, times: 99 }, action });

      const run = shellOf(it, place.session());
      const inputs = await run.inputs(news, it.state.inputs);
      const { state } = await initFailedOf(run.update(it.state, news), inputs);
      place.emulator.clearFaults();
      place.calls();
      expect(state.id).toBe(it.state.id);
      expect(state.outputs).toMatchObject({ ...news, rotationTrigger: "1" });
      expect(state.outputs.signingSecret).toBe(it.state.outputs.signingSecret);

      // The engine may look in between; that finds nothing which it did not know.
      const then = dice.chance(0.5) ? await refreshed({ ...it, state }, place.session()) : state;
      if (then === "dropped" || then instanceof Error) throw then;
      expect(then.outputs).toEqual(state.outputs);
      place.calls();
      const next = shellOf(it, place.session());
      expect(await next.diff(then, news)).toEqual({ ...nothing, changes: true });
      const repaired = await next.update(then, news);
      expect(place.calls()).toEqual([`POST ${rotate}`]);
      expect(repaired.outputs).toMatchObject(news);
      expect(repaired.outputs.signingSecret).not.toBe(it.state.outputs.signingSecret);
      expect(await next.diff(repaired, news)).toEqual(nothing);
    });
  });

  it("a rotation that was done unseen leaves the old secret in the state, says so, and is made up for", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      const it = await keep(place, Webhook, { args });
      const news = { ...args, ...dice.pick(changes), rotationTrigger: "2" };
      const action = dice.pick(failures("after"));
      place.emulator.fault({ match: { method: "POST", route: rotate, times: 99 }, action });
      const run = shellOf(it, place.session());
      const inputs = await run.inputs(news, it.state.inputs);
      const { state, message } = await initFailedOf(run.update(it.state, news), inputs);
      expect(message).toMatch(/not known|probably made/);
      place.emulator.clearFaults();
      const next = shellOf(it, place.session());
      const repaired = await next.update(state, news);
      const [row] = place.emulator.state().tables.webhook_endpoints;
      const end = (secret: unknown) => String(secret).slice(-3);
      expect(end(row?.signing_secret_hint)).toBe(end(repaired.outputs.signingSecret));
      expect(await next.diff(repaired, news)).toEqual(nothing);
    });
  });
});

const changeable = kindsThat((declaration) => firstUpdate(declaration) !== undefined);

describe.each(changeable)("R19: of an update of a %s no answer ever comes", (_, declaration) => {
  it.each(["before", "after"] as const)(
    "and it fails %s it is done: the next one does it in one step",
    async (when) => {
      await withSeeds(6, async (seed) => {
        const dice = new Dice(seed);
        const sample = firstUpdate(declaration);
        const place = workshop();
        const args = await withRealParents(place, declaration, sample?.args ?? {});
        const it: Kept = await keep(place, declaration, { args });
        const news = changed(it.args, sample?.change ?? {});
        const match = { method: "POST", route: itemOf(declaration), times: 99 } as const;
        place.emulator.fault({ match, action: dice.pick(failures(when)) });
        const started = place.clock.now();
        expect(await updated(it, news, place.session())).toBeInstanceOf(Error);
        expect(place.clock.now() - started).toBeLessThanOrEqual(20 * 60_000);
        place.emulator.clearFaults();

        const seen = dice.chance(0.5) ? await refreshed(it, place.session()) : it.state;
        if (seen === "dropped" || seen instanceof Error) throw seen;
        place.calls();
        const next = shellOf(it, place.session());
        const { changes, replaces } = await next.diff(seen, news);
        expect(replaces).toEqual([]);
        const repaired = changes ? await next.update(seen, news) : seen;
        expect(place.calls().length).toBeLessThanOrEqual(1);
        expect(await next.diff(repaired, news)).toEqual(nothing);
        expectAsItWas(
          { ...it, state: repaired },
          await refreshed({ ...it, state: repaired }, place.session()),
        );
      });
    },
  );
});
