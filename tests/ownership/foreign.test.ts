import type { Properties } from "../../provider/kernel/values";
import { kindOf } from "../kernel/facts";
import { create } from "../support/entries";
import { type Bag, type Program, SmallEngine } from "../support/small-engine";
import { expectSettled, fail, type Scene, scenes, succeed, tablesOf } from "./harness";
import { linkKinds, oneOf, seedsOf } from "./links";

const owners: [string, (scene: Scene, program: Program) => Promise<unknown>][] = [
  [
    "that somebody has made by hand",
    async ({ place }, [first]) => {
      if (first) await create(place.session(), kindOf(first.token), first.args as Properties);
    },
  ],
  [
    "that another stack has",
    ({ place }, program) => succeed(new SmallEngine(place, { seed: 77 }).up(program)),
  ],
];

describe.each(linkKinds)("a %s", (token, declaration) => {
  describe.each(owners)("%s", (_, own) => {
    it.each([
      ["a program that can read its state", true],
      ["one that cannot", false],
    ])("is not taken in silence by %s, and can be adopted as the error says", async (_who, hints) => {
      const set = (place: Scene["place"]) => oneOf(place, declaration);
      const play = async (scene: Scene, args: Bag) => {
        const program: Program = [{ name: "a", token, args }];
        await own(scene, program);
        const there = tablesOf(scene.place);
        const said = await fail(scene.engine.up(program));
        expect(said).toMatch(/`adopt`/);
        expect(scene.engine.snapshot.entries).toEqual([]);
        expect(tablesOf(scene.place)).toEqual(there);
        const id = said.match(new RegExp(`${token} (\\S+) is there already`))?.[1];
        if (id === undefined) throw new Error(`no id in: ${said}`);
        const adopting: Program = [{ name: "a", token, args, adopt: id }];
        await succeed(scene.engine.up(adopting));
        expect(tablesOf(scene.place)).toEqual(there);
        await expectSettled(scene, adopting);
        await succeed(scene.engine.up(program));
        await expectSettled(scene, program);
        expect(tablesOf(scene.place)).toEqual(there);
        await succeed(scene.engine.destroy());
        expect(tablesOf(scene.place)).toEqual(scene.before);
      };
      await scenes(seedsOf(declaration, 4), set, play, hints);
    });
  });
});
