import { isLeftOut } from "../../provider/kernel/canonical";
import { check } from "../../provider/kernel/check";
import type { Declaration, Example } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { hasUnknown, type Properties } from "../../provider/kernel/values";
import type { Seen } from "../../provider/lifecycle/see/read";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { changed, endsWithDestroy, everyKind } from "../kernel/facts";
import { create, end, find, read, update } from "../support/entries";
import { withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";

/** Every example of every declaration goes through the whole life of its object, on the emulator. */
describe.each(everyKind)("%s", (_, declaration) => {
  it.each(declaration.examples.map((example) => [example.title, example] as const))(
    "lives through: %s",
    async (_, example) => {
      const place = workshop();
      const args = await withRealParents(place, declaration, example.args);
      const before = place.emulator.state();
      expect(check(declaration, args)).toEqual([]);

      let saved = await create(place.session(), declaration, args);
      expect(Object.values(saved.live).some(hasUnknown)).toBe(false);
      const seen = await expectAtRest(place, declaration, saved, args);
      expect(declared(declaration, seen.live)).toEqual(
        declared(declaration, { ...seen.live, ...saved.live }),
      );

      let current = args;
      for (const { change, expect: expected } of example.next ?? []) {
        const news = changed(current, withRealIds(change, args, example));
        expect(check(declaration, news, { olds: current })).toEqual([]);
        const found = diff(declaration, current, news, saved.live);
        expect({ change, outcome: outcomeOf(found) }).toEqual({ change, outcome: expected });
        if (expected === "replace") continue;
        saved = await update(place.session(), declaration, saved, current, news);
        await expectAtRest(place, declaration, saved, news);
        current = news;
      }

      const imported = await find(place.session(), declaration, saved.id);
      expect(imported?.id).toBe(saved.id);
      expect(check(declaration, imported?.args ?? {}, { olds: imported?.args })).toEqual([]);
      expectNothingNew(declaration, imported?.args ?? {}, current);

      await end(place.session(), declaration, saved);
      await end(place.session(), declaration, saved);
      if (declaration.kind === "existing") {
        expect(place.emulator.state().tables).toEqual(before.tables);
        return;
      }
      place.emulator.advance(600);
      const left = await read(place.session(), declaration, saved, current);
      expect(left !== undefined).toBe(!endsWithDestroy(declaration));
    },
  );
});

/** Reading gives no difference, and the same properties. */
async function expectAtRest(
  place: Workshop,
  declaration: Declaration,
  saved: Saved,
  said: Properties,
): Promise<Seen> {
  const seen = await read(place.session(), declaration, saved, said);
  if (!seen) throw new Error(`${declaration.token} ${saved.id} was called gone`);
  expect(diff(declaration, seen.args, said, seen.live).changes).toEqual(new Map());
  expect(seen.id).toBe(saved.id);
  place.calls();
  return seen;
}

/**
 * What an import could see agrees with the program: an argument that it lacks is one that the API never returns, or
 * answers with its own defaults.
 */
function expectNothingNew(declaration: Declaration, imported: Properties, said: Properties): void {
  for (const [name, value] of Object.entries(imported)) {
    const found = diff(declaration, { [name]: value }, { [name]: said[name] ?? value });
    expect({ name, changes: found.changes.size }).toEqual({ name, changes: 0 });
  }
  const seconds = declaration.either.flat();
  for (const [name, value] of Object.entries(said)) {
    const property = declaration.props[name];
    if (!property || seconds.includes(name) || isLeftOut(property, value)) continue;
    const { echoed, agrees } = property.options;
    const isTold = echoed !== false && agrees === undefined;
    if (isTold && !(Array.isArray(value) && value.length === 0))
      expect(Object.keys(imported)).toContain(name);
  }
}

function declared(declaration: Declaration, live: Properties): Properties {
  const steady = Object.entries(live).filter(([name]) => !declaration.props[name]?.options.volatile);
  return Object.fromEntries(steady);
}

/** An id that the change repeats from the example is that of the same real object. */
function withRealIds(change: object, args: Properties, { args: sample }: Example): object {
  const entries = Object.entries(change);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === sample[name] ? args[name] : value]),
  );
}

function outcomeOf({ changes, replaces }: ReturnType<typeof diff>): "none" | "update" | "replace" {
  if (replaces.length > 0) return "replace";
  return changes.size > 0 ? "update" : "none";
}
