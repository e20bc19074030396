import { type Declaration, isArgument, type Property } from "../../provider/kernel/declaration";
import { collectionOf, formatPath } from "../../provider/kernel/identity";
import { shapeOf } from "../../provider/kernel/shape";
import type { Properties } from "../../provider/kernel/values";
import { firstUpdate, namedArgument } from "../kernel/facts";
import { everyObject, newProject } from "../lifecycle/house";
import { type Home, sampleArgs, withRealParents } from "../support/fixtures";
import type { Workshop } from "../support/workshop";

/** People of the organization beside those who are there from the start, so that each link can be another's. */
export function addUsers(place: Workshop, count: number): string[] {
  const state = place.emulator.state();
  const ids = Array.from({ length: count }, (_, index) => `user-r${index}`);
  for (const [index, id] of ids.entries()) {
    state.tables.users.push({
      id,
      seq: 2_000_000 + index,
      organization_id: "org-emulator",
      name: `Person ${index}`,
      email: `r${index}@example.com`,
      role: "reader",
      added_at: 1_700_000_000,
    });
  }
  place.emulator.restore(state);
  return ids;
}

/** Arguments of one more object of a kind, unlike all others of its kind: another name, or other ends of the link. */
export async function anotherWish(
  place: Workshop,
  declaration: Declaration,
  home: Home,
  nth: number,
  users: readonly string[],
): Promise<Properties> {
  const args = await sampleArgs(place, declaration, home);
  const user = users[nth];
  if ("userId" in args && user !== undefined) args.userId = user;
  if (declaration.kind === "edge" || declaration.kind === "existing") return args;
  const name = tellingArgument(declaration);
  if (isMap(declaration.props[name])) args[name] = { nth: String(nth) };
  else args[name] = `${nth}-${String(args[name])}`;
  return args;
}

/** The argument by which an object is told from others of its kind: its name, its labels, or a text that is no id. */
function tellingArgument(declaration: Declaration): string {
  const { token, props, recognise } = declaration;
  const isText = ({ schema, options }: Property) => {
    const { type, enum: values } = shapeOf(schema);
    return type === "string" && values === undefined && options.of === undefined;
  };
  const given = recognise.filter((name) => {
    const property = props[name];
    return property !== undefined && isArgument(property);
  });
  const telling =
    namedArgument(declaration) ??
    given.find((name) => isMap(props[name])) ??
    given.find((name) => props[name] && isText(props[name]));
  if (telling === undefined) throw new Error(`nothing tells one ${token} from another`);
  return telling;
}

const isMap = (property: Property | undefined): boolean =>
  property !== undefined && typeof shapeOf(property.schema).additionalProperties === "object";

/** Arguments of so many objects of a kind, all different, and made from the example that shows a change. Of rows that are there: one. */
export async function crowdOf(
  place: Workshop,
  declaration: Declaration,
  count: number,
): Promise<Properties[]> {
  const sample = firstUpdate(declaration)?.args ?? declaration.examples[0]?.args ?? {};
  if (declaration.kind === "existing") return [await withRealParents(place, declaration, sample)];
  const users = addUsers(place, count);
  const home = declaration.props.projectId ? { projectId: await newProject(place) } : {};
  const wishes: Properties[] = [];
  for (let nth = 0; nth < count; nth++) wishes.push(await anotherWish(place, declaration, home, nth, users));
  return wishes;
}

/** Ids of everything in the collections that these arguments lead to. */
export async function everyOne(
  place: Workshop,
  declaration: Declaration,
  all: readonly Properties[],
): Promise<string[]> {
  const collections = new Map<string, Properties>();
  for (const args of all)
    collections.set(formatPath(declaration, collectionOf(declaration).template, args), args);
  const ids = new Set<string>();
  for (const args of collections.values())
    for (const id of await everyObject(place, declaration, args)) ids.add(id);
  return [...ids];
}
