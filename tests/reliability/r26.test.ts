import { readPath } from "../../provider/kernel/codec";
import { type Declaration, isArgument, namesIn, type Property } from "../../provider/kernel/declaration";
import { isOptional, shapeOf } from "../../provider/kernel/shape";
import type { Properties } from "../../provider/kernel/values";
import { Shell, type State } from "../dynamic/shell";
import { changed, everyKind, firstUpdate, namedArgument } from "../kernel/facts";
import { argsOf } from "../lifecycle/house";
import { workshop } from "../support/workshop";
import { bentSession, type Json, withItems } from "./bent";

/** Properties of which a program that sets these arguments knows nothing, and which no id is made of. */
function unsaid({ props, id, at, settle, end, kind }: Declaration, args: Properties): [string, Property][] {
  const ids = [...namesIn(id), ...namesIn(at.item), ...namesIn(at.list ?? "")];
  return Object.entries(props).filter(([name, property]) => {
    if (property.word === "constant" || property.options.echoed === false || ids.includes(name)) return false;
    // What tells whether a run has ended, or what has to be put back, is no side matter.
    if (settle?.on === name || (end === "restore" && kind === "existing" && isArgument(property)))
      return false;
    return args[name] === undefined;
  });
}

/** Sets what stands at a dotted path, where the objects on the way are there. */
function put(item: Json, path: string, value: unknown): Json {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    const { [first]: _, ...others } = item;
    return value === undefined ? others : { ...others, [first]: value };
  }
  const inner = item[first];
  if (typeof inner !== "object" || inner === null) return item;
  return { ...item, [first]: put(inner as Json, rest.join("."), value) };
}

function withUnknownFields(item: Json): Json {
  const entries = Object.entries(item).map(([name, value]) => {
    const isPlain =
      typeof value === "object" && value !== null && !Array.isArray(value) && name !== "metadata";
    return [name, isPlain && name !== "attributes" ? withUnknownFields(value as Json) : value];
  });
  return {
    ...Object.fromEntries(entries),
    future_field: { of: ["a", 1, null] },
    future_list: [],
    Future: null,
  };
}

type Change = (item: Json, declaration: Declaration, args: Properties) => Json;

const isEnum = ({ schema }: Property) => {
  const shape = shapeOf(schema);
  return shape.enum !== undefined || (shape.anyOf ?? []).some((one) => one.enum !== undefined);
};

/** What a later version of the API may answer with. */
const futures: [string, Change][] = [
  ["fields that nobody knows", (item) => withUnknownFields(item)],
  [
    "values of enumerations that nobody knows",
    (item, declaration, args) =>
      unsaid(declaration, args)
        .filter(([, property]) => isEnum(property))
        .reduce((bent, [name, property]) => put(bent, readPath(name, property), "quantum"), item),
  ],
  [
    "nothing in place of what need not be there",
    (item, declaration, args) =>
      unsaid(declaration, args)
        .filter(([, { schema }]) => isOptional(schema))
        .reduce((bent, [name, property]) => put(bent, readPath(name, property), undefined), item),
  ],
  [
    "null in place of lists, of objects and of what need not be there",
    (item, declaration, args) =>
      unsaid(declaration, args)
        .filter(
          ([, { schema }]) =>
            isOptional(schema) || ["array", "object"].includes(String(shapeOf(schema).type)),
        )
        .reduce((bent, [name, property]) => put(bent, readPath(name, property), null), item),
  ],
];

describe.each(futures)("R26: answers with %s", (_, change) => {
  it.each(everyKind)("make a %s neither fail nor differ", async (token, declaration) => {
    const place = workshop();
    const args = await argsOf(place, declaration);
    const bend = () =>
      bentSession(place.session(), (response, { method }) =>
        response.status === 200 && method !== "DELETE"
          ? withItems(response, (item) => change(item, declaration, args))
          : response,
      );
    const run = () => new Shell(token, bend);
    const state = await run().create(args);
    await expectNoDifference(run(), state, args);

    const { change: edit } = firstUpdate(declaration) ?? {};
    const name = namedArgument(declaration);
    if (edit && name && name in edit) {
      const wanted = changed(args, { [name]: (edit as Properties)[name] });
      await expectNoDifference(run(), await run().update(state, wanted), wanted);
    }
    await run().delete(state);
  });
});

async function expectNoDifference(shell: Shell, state: State, args: Properties): Promise<void> {
  expect(await shell.diff(state, args)).toMatchObject({ changes: false, replaces: [] });
  const seen = await shell.refresh(state);
  if (!seen) throw new Error("called gone");
  expect(seen.id).toBe(state.id);
  expect(seen.inputs).toEqual(state.inputs);
  expect(await shell.diff(seen, args)).toMatchObject({ changes: false, replaces: [] });
}
