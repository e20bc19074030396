import { isLeftOut } from "../../provider/kernel/canonical";
import { type Declaration, type Example, isLostOnImport } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import { changed, endsWithDestroy, everyKind } from "../kernel/facts";
import { withRealParents } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { bagFrom } from "./bags";
import { type Engine, engineOn, type State } from "./engine";
import { type Bag, type Json, plainBag, unknown } from "./structs";

/** Every example of every declaration goes through the whole life of its object, over a socket, as the engine asks for it. */
describe.each(everyKind)("%s", (_, declaration) => {
  it.each(declaration.examples.map((example) => [example.title, example] as const))(
    "lives through: %s",
    async (_, example) => {
      const place = workshop();
      const args = await withRealParents(place, declaration, example.args);
      const before = place.emulator.state();
      let engine = await engineOn(place);
      /** Each command of the engine starts the plugin anew. */
      const anew = async () => {
        engine.close();
        engine = await engineOn(place);
      };
      try {
        let inputs = await checked(engine, declaration, bagFrom(args));
        const planned = await engine.preview(declaration, inputs);
        expect(place.calls()).toEqual([]);
        let state = await engine.create(declaration, inputs);
        expectAsPlanned(declaration, planned, state);

        await anew();
        state = await expectAtRest(engine, declaration, state);
        let current = args;
        for (const { change, expect: expected } of example.next ?? []) {
          await anew();
          const news = changed(current, withRealIds(change, args, example));
          inputs = await checked(engine, declaration, bagFrom(news), state.inputs);
          place.calls();
          const found = await engine.diff(declaration, state, inputs);
          expect({ change, outcome: found.changes }).toEqual({ change, outcome: expected });
          expect(
            Object.keys(found.details)
              .map((path) => path.replace(/[.[].*/, ""))
              .sort(),
          ).toEqual(expect.arrayContaining([...found.diffs].sort()));
          if (expected === "replace") continue;
          if (expected === "update") {
            const outputs = await engine.previewUpdate(declaration, state, inputs);
            expect(place.calls()).toEqual([]);
            const updated = await engine.update(declaration, state, inputs);
            expectAsPlanned(declaration, { id: state.id, outputs }, updated);
            state = updated;
          }
          state = await expectAtRest(engine, declaration, { ...state, inputs });
          current = news;
        }

        await anew();
        const imported = await engine.read(declaration, state.id);
        if (!imported) throw new Error(`${state.id} was not found`);
        expect(imported.id).toBe(state.id);
        await checked(engine, declaration, imported.inputs, imported.inputs);
        const program = bagFrom(writtenFor(declaration, current, imported.inputs));
        const again = await checked(engine, declaration, program, imported.inputs);
        place.calls();
        expect((await engine.diff(declaration, imported, again)).replaces).toEqual([]);
        await engine.update(declaration, imported, again);
        expect(place.calls()).toEqual([]);

        await engine.delete(declaration, state);
        await anew();
        await engine.delete(declaration, state);
        if (declaration.kind === "existing") {
          expect(place.emulator.state().tables).toEqual(before.tables);
          return;
        }
        place.emulator.advance(600);
        await anew();
        const left = await engine.read(declaration, state.id, state);
        expect(left !== undefined).toBe(!endsWithDestroy(declaration));
      } finally {
        engine.close();
      }
    },
  );
});

async function checked(engine: Engine, declaration: Declaration, news: Bag, olds?: Bag): Promise<Bag> {
  const { failures, inputs } = await engine.check(declaration, news, olds);
  expect(failures).toEqual([]);
  return inputs;
}

/** A refresh finds nothing new, whichever way it is asked. */
async function expectAtRest(engine: Engine, declaration: Declaration, state: State): Promise<State> {
  const seen = await engine.read(declaration, state.id, state);
  if (!seen) throw new Error(`${declaration.token} ${state.id} was called gone`);
  expect(seen.id).toBe(state.id);
  expect((await engine.diff(declaration, seen, state.inputs)).changes).toBe("none");
  expect((await engine.diff(declaration, state, state.inputs)).changes).toBe("none");
  return { ...seen, inputs: state.inputs };
}

/** What a preview knows is what is there afterwards, and nothing is there of which it knew that it would not be. */
function expectAsPlanned({ props }: Declaration, planned: { id: string; outputs: Bag }, state: State): void {
  if (planned.id !== "") expect(state.id).toBe(planned.id);
  const now = plainBag(state.outputs);
  const then = plainBag(planned.outputs);
  for (const name of Object.keys(props)) {
    if (holdsUnknown(then[name])) continue;
    expect({ name, value: now[name] ?? null }).toEqual({ name, value: then[name] ?? null });
  }
}

function holdsUnknown(json: Json | undefined): boolean {
  return JSON.stringify(json)?.includes(unknown) ?? false;
}

/** The program for an imported object, as its reader writes it: what the import has found, and what it could not find. */
function writtenFor(declaration: Declaration, current: Properties, imported: Bag): Properties {
  const entries = Object.entries(current).filter(([name, value]) => {
    const property = declaration.props[name];
    if (!property || isLeftOut(property, value)) return false;
    return name in imported || isLostOnImport(property);
  });
  return { ...imported, ...Object.fromEntries(entries) };
}

/** An id that the change repeats from the example is that of the same real object. */
function withRealIds(change: object, args: Properties, { args: sample }: Example): object {
  const entries = Object.entries(change);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === sample[name] ? args[name] : value]),
  );
}
