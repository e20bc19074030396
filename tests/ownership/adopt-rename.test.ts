import { namesOf } from "../kernel/facts";
import type { Program } from "../support/small-engine";
import { adopter, itemKinds, withObject } from "./adopted";
import { beKilled, expectSettled, fail, type Scene, succeed, tablesOf } from "./harness";

const ways: [string, (scene: Scene, before: Program, after: Program) => Promise<Program>][] = [
  [
    "in one run",
    async ({ engine }, _, after) => {
      await succeed(engine.up(after));
      return after;
    },
  ],
  [
    "with a refresh",
    async ({ engine }, _, after) => {
      await succeed(engine.up(after, { refresh: true }));
      return after;
    },
  ],
  [
    "in a run that was killed between the two, and the next",
    async ({ engine }, _, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(after));
      return after;
    },
  ],
  [
    "in a run that was killed between the two, and back again",
    async ({ engine }, before, after) => {
      await beKilled(engine.up(after, { kill: { after: 1 } }));
      await succeed(engine.up(before));
      return before;
    },
  ],
];

const secretive = (kind: (typeof itemKinds)[number]) => namesOf(kind[1], "once").length > 0;
/** Its secret can be had anew, and is when it is adopted; a key that somebody else has made stays unknown. */
const isLearned = ([token]: (typeof itemKinds)[number]) => token === "WebhookEndpoint";

describe.each(itemKinds.filter((kind) => !isLearned(kind)))("a %s that is adopted", (token, declaration) => {
  it.each(ways)("by its id goes on under another name: %s", async (_, way) => {
    await withObject(declaration, ways.length * 2, async (scene, args, id) => {
      const { engine, place } = scene;
      await succeed(engine.up(adopter(token, "billing", args, id)));
      expect(tablesOf(place)).toEqual(scene.before);
      const last = await way(
        scene,
        adopter(token, "billing", args, id),
        adopter(token, "billing-v2", args, id),
      );
      expect(tablesOf(place)).toEqual(scene.before);
      expect(engine.snapshot.entries.map((entry) => entry.id)).toEqual([id]);
      await expectSettled(scene, last);
      const without = last.map((declared) => ({ ...declared, adopt: undefined }));
      await succeed(engine.up(without));
      await expectSettled(scene, without);
      expect(tablesOf(place)).toEqual(scene.before);
      await succeed(engine.destroy());
      expect(tablesOf(place)).not.toEqual(scene.before);
    });
  });

  it("by its looks goes on under another name", async () => {
    await withObject(declaration, 8, async (scene, args, id) => {
      const { engine, place } = scene;
      for (const name of ["billing", "billing-v2"]) {
        await succeed(engine.up(adopter(token, name, args, true)));
        expect(tablesOf(place)).toEqual(scene.before);
        expect(engine.snapshot.entries.map((entry) => entry.id)).toEqual([id]);
        await expectSettled(scene, adopter(token, name, args, true));
      }
    });
  });
});

describe.each(itemKinds.filter(secretive))("a %s whose secret only the state holds", (token, declaration) => {
  it("goes on under another name with an alias only, as the error says", async () => {
    await withObject(declaration, 4, async (scene, args) => {
      const { engine, place } = scene;
      await succeed(engine.up(adopter(token, "billing", args)));
      const there = tablesOf(place);
      const [made] = engine.snapshot.entries;
      const after = adopter(token, "billing-v2", args, made?.id);
      for (const work of [engine.preview(after), engine.up(after)]) {
        expect(await fail(work)).toContain('aliases: [{ name: "billing" }]');
      }
      const [declared] = adopter(token, "billing-v2", args);
      const next: Program = declared ? [{ ...declared, options: { aliases: [{ name: "billing" }] } }] : [];
      await succeed(engine.up(next));
      expect(tablesOf(place)).toEqual(there);
      await expectSettled(scene, next);
    });
  });
});
