import type { Bag, Declared, Program } from "../support/small-engine";
import {
  beKilled,
  expectDestroyed,
  expectSettled,
  type Scene,
  scenes,
  succeed,
  tablesOf,
  tablesWith,
} from "./harness";
import { seedsOf, sharedKinds, threeOf } from "./links";

type Three = [Bag, Bag, Bag];

/**
 * The first run has given the second object to m2 and was killed. In the next, m1 leaves that object and is deleted
 * first, perhaps before the engine has asked about m2: that m2 has it nobody but the last state can tell.
 */
describe.each(sharedKinds)(
  "a list of %ss that are deleted before they are replaced",
  (token, declaration) => {
    it.each([1, 2, 3, 4])(
      "ends as the program says although a run was killed after %d steps",
      async (after) => {
        const options: Declared["options"] = { deleteBeforeReplace: true };
        const list = (three: Three, indexes: number[]): Program =>
          indexes.map((one, index) => ({ name: `m${index}`, token, args: three[one] ?? {}, options }));
        const set = (place: Scene["place"]) => threeOf(place, declaration);
        const wanted = await tablesWith(set, (three) => list(three, [2, 0, 1]));
        await scenes(seedsOf(declaration, 4), set, async (scene, three) => {
          const next = list(three, [2, 0, 1]);
          await succeed(scene.engine.up(list(three, [0, 1])));
          await beKilled(scene.engine.up(next, { kill: { after } }));
          await succeed(scene.engine.up(next));
          expect(tablesOf(scene.place)).toEqual(wanted);
          await expectSettled(scene, next);
          await expectDestroyed(scene);
        });
      },
    );
  },
);
