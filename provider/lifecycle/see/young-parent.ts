import { isApiNotFound } from "../../api/errors";
import { decode } from "../../kernel/codec";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { findItem } from "../session/items";
import type { Operation } from "../session/operation";
import { ownTurn } from "../session/turns";
import { saying } from "../session/waiting";
import { youth } from "./eventual-consistency";
import { look } from "./look";
import { idOf, parentIsGone, unborn } from "./parents";
import type { Sought } from "./sought";

const untilParentKnown = "until every server must know what it belongs to, which was made a moment ago";

/**
 * Asks for something below an object that may be young, such as the first child of a new project: another server may not
 * know the parent yet, and then "not found" means nothing. `sought.ids` are the child's arguments. An answer that lacks
 * what it should hold (`isWhole`) is waited for likewise, and returned as it is once the parent is of age.
 */
export async function belowYoungParent<T>(
  sought: Sought & { operation: Operation },
  ask: () => Promise<T>,
  isWhole: (answer: T) => boolean = () => true,
): Promise<T> {
  const { operation } = sought;
  const since = operation.now();
  const first = await attempt(ask, isWhole);
  if (first.isFinal) return outcomeOf(sought, first);
  const parents = (await Promise.all(parentsOf(sought).map(withBirth))).flat();
  const left = () => Math.max(0, ...parents.map((parent) => youth(parent, since)));
  const atMost = left();
  if (atMost === 0) return outcomeOf(sought, first);
  return saying(sought, { why: untilParentKnown, atMost }, async () => {
    for (let young = atMost; ; ) {
      await ownTurn(operation, operation.declaration.at.create, young);
      const next = await attempt(ask, isWhole);
      young = left();
      if (next.isFinal || young === 0) return outcomeOf(sought, next);
    }
  });
}

type Attempt<T> = { isFinal: boolean } & ({ answer: T } | { error: unknown });

async function attempt<T>(ask: () => Promise<T>, isWhole: (answer: T) => boolean): Promise<Attempt<T>> {
  try {
    const answer = await ask();
    return { answer, isFinal: isWhole(answer) };
  } catch (error) {
    const isBroken = isOpenAIError(error) && error.code === "broken-reply";
    return { error, isFinal: !isApiNotFound(error) && !isBroken };
  }
}

/** After all patience: what is not found below a parent that is gone, for certain, is told so. */
async function outcomeOf<T>(sought: Sought, attempt: Attempt<T>): Promise<T> {
  if (!("error" in attempt)) return attempt.answer;
  const { error } = attempt;
  if (!isApiNotFound(error)) throw error;
  // Nobody says that another key has made the parent, so that it is absent under this one is all there is to say.
  const { connection } = sought.operation.credential;
  if (!(await parentIsGone({ ...sought, seenWith: connection }, look))) throw error;
  const advice =
    "What it belongs to is not there, or not under this key: run `pulumi refresh`, then `pulumi up`.";
  throw new OpenAIError(error.code, `${error.message} ${advice}`, error.details);
}

/** Every object that the arguments name and that the same key could have made: in the path or not. */
function parentsOf({ operation, ids }: Sought): Sought[] {
  const found: Sought[] = [];
  const { props, credential } = operation.declaration;
  for (const [name, { word, options }] of Object.entries(props)) {
    const { of } = options;
    if (!of || word === "ours" || of.credential !== credential) continue;
    const value = ids[name];
    for (const id of Array.isArray(value) ? value : [value]) {
      if (typeof id !== "string") continue;
      found.push({ operation: operation.on(of), ids: { ...unborn(ids, of), ...idOf(of, id) } });
    }
  }
  return found;
}

/** A parent whose age is known: this run has made it, or its collection shows it. */
async function withBirth(parent: Sought): Promise<Sought[]> {
  const { operation, ids } = parent;
  const { declaration } = operation;
  const { collections } = operation.session;
  if (collections.births.of(declaration, ids) !== undefined) return [parent];
  const { born } = declaration;
  if (declaration.big || !declaration.list || born === undefined) return [];
  // What the run has listed before may be older than the parent.
  for (const list of [collections.all, collections.fresh]) {
    const listing = await list.call(collections, operation, ids).catch(() => undefined);
    const item = listing && findItem(declaration, ids, listing.items);
    if (item) return [{ ...parent, ids: { ...ids, [born]: decode(declaration, item, ids)[born] } }];
  }
  return [];
}
