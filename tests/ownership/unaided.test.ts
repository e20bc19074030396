import { kindOf } from "../kernel/facts";
import type { Bag, Program } from "../support/small-engine";
import { expectDestroyed, expectSettled, fail, type Scene, scenes, succeed, tablesOf } from "./harness";
import { linkKinds, oneOf, seedsOf } from "./links";

const without = false;

describe.each(linkKinds)(
  "a %s under another name, where the program cannot read its last state",
  (token, declaration) => {
    it("is not lost: the error names `adopt`, and who follows it keeps the access", async () => {
      const set = (place: Scene["place"]) => oneOf(place, declaration);
      const play = async (scene: Scene, args: Bag) => {
        const { engine, place } = scene;
        await succeed(engine.up([{ name: "a", token, args }]));
        const there = tablesOf(place);
        const id = engine.snapshot.entries[0]?.id;
        expect(await fail(engine.up([{ name: "b", token, args }]))).toMatch(/`adopt`/);
        expect(tablesOf(place)).toEqual(there);
        const adopting: Program = [{ name: "b", token, args, adopt: id }];
        await succeed(engine.up(adopting));
        expect(tablesOf(place)).toEqual(there);
        await expectSettled(scene, adopting);
        await expectDestroyed(scene);
      };
      await scenes(seedsOf(declaration, 4), set, play, without);
    });
  },
);

describe("a limit under another name, where the program cannot read its last state", () => {
  it("stays the program's; its value from before is lost, and the docs say so", async () => {
    const RateLimit = kindOf("ProjectRateLimit");
    const set = (place: Scene["place"]) => oneOf(place, RateLimit);
    const play = async (scene: Scene, args: Bag) => {
      const { engine, place } = scene;
      await succeed(engine.up([{ name: "a", token: RateLimit.token, args }]));
      const there = tablesOf(place);
      const after: Program = [{ name: "b", token: RateLimit.token, args }];
      await succeed(engine.up(after));
      expect(tablesOf(place)).toEqual(there);
      await expectSettled(scene, after);
    };
    await scenes(seedsOf(RateLimit, 4), set, play, without);
  });
});
