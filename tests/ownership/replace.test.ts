import type { Bag, Outcome, Program } from "../support/small-engine";
import { beKilled, expectDestroyed, expectSettled, type Scene, scenes, succeed, tablesOf } from "./harness";
import { oneOf, seedsOf, sharedKinds } from "./links";

type Way = (scene: Scene, program: Program) => Promise<unknown>;

const again = ({ engine }: Scene, program: Program, kill = {}): Promise<Outcome> =>
  engine.up(program, { replace: ["a"], kill });

const ways: [string, Way][] = [
  ["once", (scene, program) => succeed(again(scene, program))],
  [
    "three times",
    async (scene, program) => {
      for (let nth = 0; nth < 3; nth++) await succeed(again(scene, program));
    },
  ],
  ["with a refresh", ({ engine }, program) => succeed(engine.up(program, { replace: ["a"], refresh: true }))],
  [
    "in a run that was killed between the two, and then run again",
    async (scene, program) => {
      await beKilled(again(scene, program, { after: 1 }));
      await succeed(scene.engine.up(program));
    },
  ],
  [
    "in a run that was killed between the two, and then replaced again",
    async (scene, program) => {
      await beKilled(again(scene, program, { after: 1 }));
      await succeed(again(scene, program));
    },
  ],
  [
    "in a run that was killed between the two, and then run again with a refresh",
    async (scene, program) => {
      await beKilled(again(scene, program, { after: 1 }));
      await succeed(scene.engine.up(program, { refresh: true }));
    },
  ],
];

const options = [
  ["", undefined],
  [", the old one deleted first", { deleteBeforeReplace: true }],
] as const;

describe.each(sharedKinds)("a %s that is told to be replaced", (token, declaration) => {
  const play = (
    deletesFirst: (typeof options)[number][1],
    work: (scene: Scene, program: Program) => Promise<void>,
  ) =>
    scenes(
      seedsOf(declaration, ways.length * 2),
      (place) => oneOf(place, declaration),
      (scene, args: Bag) => work(scene, [{ name: "a", token, args, options: deletesFirst }]),
    );

  describe.each(options)("as it is%s", (_, deletesFirst) => {
    it.each(ways)("is there afterwards, and puts back the oldest value in the end: %s", async (_way, way) => {
      await play(deletesFirst, async (scene, program) => {
        await succeed(scene.engine.up(program));
        const there = tablesOf(scene.place);
        await way(scene, program);
        expect(tablesOf(scene.place)).toEqual(there);
        await expectSettled(scene, program);
        await expectDestroyed(scene);
      });
    });

    it.each([{ refresh: false }, { refresh: true }])(
      "leaves nothing where it was killed between the two and then destroyed: %o",
      async (how) => {
        await play(deletesFirst, async (scene, program) => {
          await succeed(scene.engine.up(program));
          await beKilled(again(scene, program, { after: 1 }));
          await expectDestroyed(scene, how);
        });
      },
    );
  });
});
