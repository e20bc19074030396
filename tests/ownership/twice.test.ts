import type { Declaration } from "../../provider/kernel/declaration";
import type { Bag, Program } from "../support/small-engine";
import { expectDestroyed, expectSettled, fail, type Scene, scenes, succeed, tablesOf } from "./harness";
import { oneOf, seedsOf, sharedKinds } from "./links";

/** The other spelling of the same object. */
function respelt({ props }: Declaration, args: Bag): Bag | undefined {
  if (args.model !== undefined) return { ...args, model: undefined, rateLimitId: `rl-${args.model}` };
  if (args.email === undefined && props.email && args.userId !== undefined) {
    return {
      ...args,
      userId: undefined,
      email: `${String(args.userId).replace("user-", "").toUpperCase()}@example.com`,
    };
  }
  if (args.roleId === undefined) return undefined;
  const where = args.projectId === undefined ? "organization__org-emulator" : `project__${args.projectId}`;
  return { ...args, roleId: `${args.roleId}__api-${where}` };
}

const clean = (args: Bag): Bag =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const spellings: [string, (declaration: Declaration, args: Bag) => Bag | undefined][] = [
  ["in the same words", (_, args) => args],
  ["in other words", respelt],
];

const orders = [
  ["first", (old: Program, other: Program) => [...old, ...other]],
  ["last", (old: Program, other: Program) => [...other, ...old]],
] as const;

describe.each(spellings)("one object declared twice %s", (words, spelling) => {
  const kinds = sharedKinds.filter(([, declaration]) => spelling(declaration, probe(declaration)));

  describe.each(kinds)("as a %s", (token, declaration) => {
    const play = (hints: boolean, work: (scene: Scene, a: Program, b: Program) => Promise<void>) =>
      scenes(
        seedsOf(declaration, 6),
        (place) => oneOf(place, declaration),
        (scene, args: Bag) => {
          const other = clean(spelling(declaration, args) ?? {});
          return work(scene, [{ name: "a", token, args }], [{ name: "b", token, args: other }]);
        },
        hints,
      );

    it.each([true, false])(
      "is an error where both are new (with hints: %p), and mended by one of them",
      async (hints) => {
        await play(hints, async (scene, a, b) => {
          const { engine } = scene;
          if (hints && words === "in the same words")
            expectNamed(await fail(engine.preview([...a, ...b])), token, hints);
          expectNamed(await fail(engine.up([...a, ...b])), token, hints);
          const rest = engine.snapshot.entries[0]?.name === "b" ? b : a;
          await succeed(engine.up(rest));
          await expectSettled(scene, rest);
          await expectDestroyed(scene);
        });
      },
    );

    it.each(orders)(
      "is an error where one is old and stands %s, and mended by either of them",
      async (_, order) => {
        await play(true, async (scene, a, b) => {
          const { engine, place } = scene;
          await succeed(engine.up(a));
          const there = tablesOf(place);
          expectNamed(await fail(engine.up(order(a, b))), token, true);
          expect(tablesOf(place)).toEqual(there);
          const rest = scene.engine.snapshot.entries.length > 1 ? a : b;
          await succeed(engine.up(rest));
          expect(tablesOf(place)).toEqual(there);
          await expectSettled(scene, rest);
          await expectDestroyed(scene);
        });
      },
    );

    it.each(orders)("is an error in a preview where one is old and stands %s", async (_, order) => {
      await play(true, async ({ engine }, a, b) => {
        await succeed(engine.up(a));
        expectNamed(await fail(engine.preview(order(a, b))), token, true);
      });
    });
  });
});

/** The object, and the other resource where the provider can know its name. */
function expectNamed(said: string, token: string, hints: boolean): void {
  expect(said).toContain(token);
  if (hints) expect(said).toMatch(/"[ab]"/);
}

function probe({ examples }: Declaration): Bag {
  return examples[0]?.args ?? {};
}
