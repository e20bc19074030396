import type { Declaration } from "../../provider/kernel/declaration";
import type { Bag, Declared, Program } from "../support/small-engine";
import { beKilled, expectDestroyed, expectSettled, type Scene, scenes, succeed, tablesOf } from "./harness";
import { linkKinds, oneOf, seedsOf, sharedKinds } from "./links";

const underA = (token: string, args: Bag): Program => [{ name: "a", token, args }];

const moves: [string, (declared: Declared) => Declared][] = [
  ["under another name", (declared) => ({ ...declared, name: "b" })],
  ["inside a component", (declared) => ({ ...declared, options: { parent: "acme:index:Team" } })],
  [
    "under another name in another component",
    (declared) => ({ ...declared, name: "b", options: { parent: "acme:index:Team" } }),
  ],
];

type Way = (scene: Scene, before: Program, after: Program) => Promise<Program>;

const ways: [string, Way][] = [
  [
    "in one run",
    async ({ engine }, _, after) => {
      await succeed(engine.up(after));
      return after;
    },
  ],
  [
    "in one run with a refresh",
    async ({ engine }, _, after) => {
      await succeed(engine.up(after, { refresh: true }));
      return after;
    },
  ],
  [
    "in a run that was killed before the old one was deleted, and in the next",
    async ({ engine }, _, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(after));
      return after;
    },
  ],
  [
    "in a run that was killed before the old one was deleted, and in the next with a refresh",
    async ({ engine }, _, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(after, { refresh: true }));
      return after;
    },
  ],
  [
    "in a run that was killed before the old one was deleted, and then back again",
    async ({ engine }, before, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(before));
      return before;
    },
  ],
  [
    "in a run that was killed before the old one was deleted, and then back again with a refresh",
    async ({ engine }, before, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(before, { refresh: true }));
      return before;
    },
  ],
  [
    "three times",
    async ({ engine }, before, after) => {
      for (const next of [after, before, after]) await succeed(engine.up(next));
      return after;
    },
  ],
];

const firstUp = async ({ engine, place }: Scene, program: Program) => {
  await succeed(engine.up(program));
  return tablesOf(place);
};

describe.each(sharedKinds)("a %s that is declared", (token, declaration) => {
  describe.each(moves)("%s", (_, move) => {
    it.each(ways)("keeps its object: %s", async (_way, way) => {
      await forEachSeed(declaration, moves.length * (ways.length + 2), async (scene, args) => {
        const before = underA(token, args);
        const there = await firstUp(scene, before);
        const last = await way(scene, before, before.map(move));
        expect(tablesOf(scene.place)).toEqual(there);
        await expectSettled(scene, last);
        await expectDestroyed(scene);
      });
    });

    it.each([{ refresh: false }, { refresh: true }])(
      "leaves nothing behind where the run was killed and all is destroyed: %o",
      async (options) => {
        await forEachSeed(declaration, moves.length * (ways.length + 2), async (scene, args) => {
          const before = underA(token, args);
          await firstUp(scene, before);
          await beKilled(scene.engine.up(before.map(move), { kill: { after: 1 } }));
          await expectDestroyed(scene, options);
        });
      },
    );
  });
});

describe.each(linkKinds)("a %s under another name", (token, declaration) => {
  it("keeps its object although the engine was killed while the new one was made", async () => {
    await forEachSeed(declaration, 4, async (scene, args) => {
      const there = await firstUp(scene, underA(token, args));
      const after: Program = [{ name: "b", token, args }];
      await beKilled(scene.engine.up(after, { kill: { during: 1 } }));
      await succeed(scene.engine.up(after));
      expect(tablesOf(scene.place)).toEqual(there);
      await expectSettled(scene, after);
      await expectDestroyed(scene);
    });
  });
});

function forEachSeed(
  declaration: Declaration,
  ways: number,
  play: (scene: Scene, args: Bag) => Promise<void>,
) {
  return scenes(seedsOf(declaration, ways), (place) => oneOf(place, declaration), play);
}
