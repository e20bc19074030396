import type { Declaration } from "../../provider/kernel/declaration";
import { route } from "../lifecycle/house";
import { Dice } from "../reliability/dice";
import type { Bag, Declared, Program } from "../support/small-engine";
import { expectDestroyed, expectSettled, type Scene, scenes, succeed, tablesOf, tablesWith } from "./harness";
import { seedsOf, sharedKinds, threeOf } from "./links";

type Three = [Bag, Bag, Bag];

/** Which of the three stand where in the program's list, before and after. */
const shifts: [string, number[], number[]][] = [
  ["loses its first", [0, 1, 2], [1, 2]],
  ["is turned round", [0, 1, 2], [2, 1, 0]],
  ["is turned on", [0, 1, 2], [1, 2, 0]],
  ["gets one in front", [0, 1], [2, 0, 1]],
  ["of two is exchanged", [0, 1], [1, 0]],
];

type Options = (index: number, count: number) => Declared["options"];

const deletedFirst: Options = () => ({ deleteBeforeReplace: true });

const orders: [string, Options][] = [
  ["that do not depend on each other", () => undefined],
  ["each of which depends on the one before", (index) => (index > 0 ? { dependsOn: [`m${index - 1}`] } : {})],
  [
    "each of which depends on the one behind",
    (index, count) => (index < count - 1 ? { dependsOn: [`m${index + 1}`] } : {}),
  ],
  ["that are deleted before they are replaced", deletedFirst],
];

type Way = (scene: Scene, next: Program, dice: Dice, declaration: Declaration) => Promise<void>;

const ways: [string, Way][] = [
  ["in one run", async ({ engine }, next) => void (await succeed(engine.up(next)))],
  [
    "in one run with a refresh",
    async ({ engine }, next) => void (await succeed(engine.up(next, { refresh: true }))),
  ],
  [
    "in two runs, for the first was killed after a step",
    async ({ engine }, next, dice) => {
      await engine.up(next, { kill: { after: dice.between(1, 4) } });
      await succeed(engine.up(next));
    },
  ],
  [
    "in two runs, for the first was killed after a step, and the second refreshes",
    async ({ engine }, next, dice) => {
      await engine.up(next, { kill: { after: dice.between(1, 4) } });
      await succeed(engine.up(next, { refresh: true }));
    },
  ],
  [
    "in two runs, for the API failed in the middle of the first",
    async ({ engine, place }, next, dice, { at, kind }) => {
      const path = route(kind === "existing" ? at.item : at.create);
      const match = { method: "POST", route: path, nth: dice.between(1, 2), times: 6 } as const;
      place.emulator.fault({ match, action: { type: "status", status: 503 } });
      await engine.up(next);
      place.emulator.clearFaults();
      await succeed(engine.up(next));
    },
  ],
];

/** The ways take turns, over all tables: not every list goes through every one of them. */
let nth = 0;

describe.each(sharedKinds)("a list of %ss", (token, declaration) => {
  describe.each(shifts)("that %s", (_shift, before, after) => {
    it.each(orders)("ends as the program says: resources %s", async (_order, options) => {
      const list = (three: Three, indexes: number[]): Program =>
        indexes.map((one, index) => ({
          ...{ name: `m${index}`, token, args: three[one] ?? {} },
          options: options(index, indexes.length),
        }));
      const set = (place: Scene["place"]) => threeOf(place, declaration);
      const wanted = await tablesWith(set, (three) => list(three, after));
      await scenes(seedsOf(declaration, 20), set, async (scene, three) => {
        const [name, way] = ways[nth++ % ways.length] ?? ["", async () => {}];
        await succeed(scene.engine.up(list(three, before)));
        const next = list(three, after);
        await way(scene, next, new Dice(nth), declaration);
        expect({ name, tables: tablesOf(scene.place) }).toEqual({ name, tables: wanted });
        await expectSettled(scene, next);
        await expectDestroyed(scene);
      });
    });
  });
});
