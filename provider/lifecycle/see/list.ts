import { pagesOf } from "../../api/pages";
import { decode } from "../../kernel/codec";
import type { Thing } from "../../kernel/declaration";
import { formatId } from "../../kernel/identity";
import { lapsed } from "../../kernel/lapse";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { keyOfItems, placeOf } from "../session/items";
import type { Operation } from "../session/operation";
import { eachUnlessStopped } from "../session/stopping";

/** An object as its collection shows it. */
export interface Listed {
  id: string;
  live: Properties;
  /** Why it is not for a program to manage. */
  foreign?: string;
}

/**
 * The objects of the collection that lies below these parents, in the API's order, without those that count as gone.
 * Each page is asked for when its first object is wanted, so that a collection of any size takes the memory of one page;
 * whoever has seen enough stops. What moves while it is listed may come twice. What this run has written a moment ago is
 * as the API shows it, which may lag behind.
 */
export async function* list(
  operation: Operation<Thing>,
  parents: Properties,
): AsyncGenerator<Listed, void, undefined> {
  const { session, declaration, credential } = operation;
  const { rules, place } = placeOf(declaration, parents);
  const pages = pagesOf(session.client, credential, rules, place, keyOfItems(declaration), operation);
  for await (const { items, details } of eachUnlessStopped(session.surroundings.clock, operation, pages)) {
    for (const item of items) {
      const decoded = decode(declaration, item, parents);
      if (declaration.when.gone?.(decoded)) continue;
      const live = withoutAbsent({ ...decoded, ...lapsed(declaration, decoded, details.serverTime) });
      const foreign = declaration.when.foreign?.(decoded);
      yield { id: formatId(declaration, live), live, ...(foreign === undefined ? {} : { foreign }) };
    }
  }
}
