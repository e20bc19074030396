import { isAbsent, type Value } from "../../provider/kernel/values";
import { everyKind } from "../kernel/facts";
import { argsOf } from "../lifecycle/house";
import type { Bag, Program } from "../support/small-engine";
import { expectSettled, scenes, succeed, tablesOf } from "./harness";

const seeds = process.env.SOAK ? 100 : 2;

describe.each(everyKind)("a %s whose program", (token, declaration) => {
  it("writes down what is already so, and takes it out again, changes nothing and replaces nothing", async () => {
    const pairs = declaration.either.flat();
    await scenes(
      seeds,
      (place) => argsOf(place, declaration),
      async (scene, args: Bag) => {
        const { engine, place } = scene;
        const before: Program = [{ name: "a", token, args }];
        await succeed(engine.up(before));
        const outputs = engine.snapshot.entries[0]?.outputs ?? {};
        const there = tablesOf(place);
        const silent = Object.entries(declaration.props).filter(
          ([name, { word }]) =>
            (word === "fixed" || word === "mutable") &&
            isAbsent(args[name] as Value) &&
            !isAbsent(outputs[name] as Value),
        );
        for (const [name] of silent.filter(([one]) => !pairs.includes(one))) {
          const after: Program = [{ name: "a", token, args: { ...args, [name]: outputs[name] } }];
          // A change of the state alone, so that it knows what the program says.
          expect({ name, plan: await succeed(engine.preview(after)) }).toEqual({
            name,
            plan: [`update ${token} a`],
          });
          place.calls();
          for (const next of [after, before]) {
            await succeed(engine.up(next));
            // Of a setting its value is noted, and put back when it is no longer the program's.
            const calls = place.calls();
            if (declaration.kind !== "existing") expect({ name, calls }).toEqual({ name, calls: [] });
            expect(tablesOf(place)).toEqual(there);
            await expectSettled(scene, next);
          }
        }
      },
    );
  });
});
