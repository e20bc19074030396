import { decode } from "../../../provider/kernel/codec";
import { type Declaration, namesIn } from "../../../provider/kernel/declaration";
import { collectionOf, formatId, formatPath } from "../../../provider/kernel/identity";
import type { Properties } from "../../../provider/kernel/values";
import { holdings } from "../../../provider/lifecycle/session/identity";
import { Operation } from "../../../provider/lifecycle/session/operation";
import { catalog } from "../../../provider/resources/catalog";
import { endsWithDestroy } from "../../kernel/facts";
import type { Entry } from "../../support/small-engine";
import type { Workshop } from "../../support/workshop";

const counted = catalog.filter((declaration) => endsWithDestroy(declaration));

/** Every object that lives at the API in places where the stack has made anything, as `<Token> <id>`. */
export async function inventory(
  place: Workshop,
  entries: readonly Entry[],
  users: readonly string[],
): Promise<Set<string>> {
  const session = place.session();
  const found = new Set<string>();
  for (const declaration of counted) {
    for (const ids of placesOf(declaration, entries, users)) {
      const listing = await session.collections.all(new Operation(session, declaration), ids);
      for (const item of listing.items) {
        const live = decode(declaration, item, ids);
        if (declaration.when.gone?.(live) || declaration.when.foreign?.(live)) continue;
        found.add(holdings(declaration, formatId(declaration, live), {})[0] ?? "");
      }
    }
  }
  place.calls();
  return found;
}

/** The same of what the state holds, with what else an object is: a membership's role shows as an assignment too. */
export function held(entries: readonly Entry[]): { objects: string[]; also: string[] } {
  const named = entries.flatMap(({ token, id, outputs }) => {
    const declaration = counted.find((one) => one.token === token);
    return declaration ? [holdings(declaration, id, outputs as Properties)] : [];
  });
  return { objects: named.flatMap(([own = ""]) => own), also: named.flatMap(([, ...more]) => more) };
}

/** The ids that stand in the path of each collection of a kind. */
function placesOf(
  declaration: Declaration,
  entries: readonly Entry[],
  users: readonly string[],
): Properties[] {
  let places: Properties[] = [{}];
  const names = namesIn(collectionOf(declaration).template);
  for (const name of names) {
    const values = name === "userId" ? users : idsNamed(name, entries);
    places = places.flatMap((ids) => values.map((value) => ({ ...ids, [name]: value })));
  }
  const seen = new Set<string>();
  return places.filter((ids) => {
    const path = formatPath(declaration, collectionOf(declaration).template, ids);
    return seen.has(path) ? false : seen.add(path);
  });
}

function idsNamed(name: string, entries: readonly Entry[]): string[] {
  const own = catalog.find(({ id, kind }) => id === `{${name}}` && kind === "item");
  return entries.flatMap(({ token, id }) => (token === own?.token ? [id] : []));
}
