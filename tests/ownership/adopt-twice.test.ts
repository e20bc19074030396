import { adopter, itemKinds, withObject } from "./adopted";
import { expectSettled, fail, succeed, tablesOf } from "./harness";

describe.each(itemKinds)("a %s that is there, and that a program adopts", (token, declaration) => {
  it("is not adopted by another resource that comes to it, whichever stands first", async () => {
    await withObject(
      declaration,
      token === "Project" ? 1 : 8,
      async ({ engine, place, before }, args, id) => {
        await succeed(engine.up(adopter(token, "a", args, id)));
        for (const adopt of [id, undefined]) {
          const [a, b] = [adopter(token, "a", args, adopt), adopter(token, "b", args, id)];
          for (const program of [
            [...a, ...b],
            [...b, ...a],
          ]) {
            for (const work of [engine.preview(program), engine.up(program)]) {
              const said = await fail(work);
              expect(said).toContain(id);
              expect(said).toContain('"a"');
            }
            expect(tablesOf(place)).toEqual(before);
          }
        }
        const rest = adopter(token, "a", args, id);
        await succeed(engine.up(rest));
        await expectSettled({ engine }, rest);
      },
    );
  });

  it("is not adopted by two new resources", async () => {
    await withObject(declaration, 8, async ({ engine, place, before }, args, id) => {
      const program = [...adopter(token, "a", args, id), ...adopter(token, "b", args, id)];
      for (const work of [engine.preview(program), engine.up(program)]) {
        const said = await fail(work);
        expect(said).toContain(id);
        expect(said).toMatch(/"[ab]"/);
      }
      expect(tablesOf(place)).toEqual(before);
    });
  });

  it("is not replaced by itself", async () => {
    await withObject(declaration, 8, async ({ engine, place, before }, args, id) => {
      const program = adopter(token, "a", args, id);
      await succeed(engine.up(program));
      expect(await fail(engine.up(program, { replace: ["a"] }))).toMatch(/adopt/);
      expect(tablesOf(place)).toEqual(before);
      await succeed(engine.up(program));
      await expectSettled({ engine }, program);
    });
  });
});
