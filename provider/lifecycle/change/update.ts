import { notedNames } from "../../kernel/already";
import { decode, followUps, updateBody } from "../../kernel/codec";
import { type Declaration, isArgument } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { isAbsent, type Properties, same, withoutAbsent } from "../../kernel/values";
import { withAbsence } from "../see/absence";
import { patiently } from "../see/eventual-consistency";
import { soughtOf } from "../see/sought";
import { callItem, keyAt } from "../session/calls";
import type { Operation } from "../session/operation";
import { PartialSuccess, type Saved } from "../session/saved";
import { exchangeFields, onlyManaged } from "./fields";
import { isSettled, settle } from "./settle";

/** Brings the object from the old arguments to the new ones, with as few calls as that takes; often with none. */
export async function update(
  operation: Operation,
  saved: Saved,
  olds: Properties,
  news: Properties,
): Promise<Saved> {
  if (operation.declaration.kind !== "existing") return change(operation, saved, olds, news);
  const { restoreTo, before } = await exchangeFields(operation, saved, olds, news);
  return change(operation, saved, before, news, restoreTo, olds);
}

/** The calls that lead from the old arguments to the new ones. */
async function change(
  operation: Operation,
  saved: Saved,
  olds: Properties,
  news: Properties,
  restoreTo = saved.memo.restoreTo,
  /** The arguments that hold if it fails. */
  held = olds,
): Promise<Saved> {
  const { declaration, session } = operation;
  const sought = soughtOf(operation, saved);
  const { ids } = sought;
  const steps = stepsFor(declaration, saved, olds, news, restoreTo);
  // A property with a call of its own stays as it was until that call has succeeded.
  const waiting = steps.map(({ carries }) => carries).filter((name) => name !== undefined);
  let current: Saved = {
    id: saved.id,
    live: withoutAbsent(said(declaration, saved.live, news, waiting)),
    memo: {
      ...saved.memo,
      restoreTo: onlyManaged(restoreTo, news),
      noted: notedBy(declaration, saved, olds, news),
    },
  };
  if (steps.length === 0 && isSettled(declaration, current)) return current;
  if (steps.length > 0) refuseForeign(declaration, saved);
  for (const [index, { carries, ...call }] of steps.entries()) {
    try {
      const send = () => callItem(operation, ids, { method: "POST", ...call });
      const { body, details } = await patiently(sought, send);
      await session.collections.wrote(operation, ids, body);
      const before = carries ? { ...current.live, ...pick(news, [carries]) } : current.live;
      current = {
        ...current,
        live: withoutAbsent(decode(declaration, body, before)),
        memo: { ...current.memo, seenWith: keyAt(operation.credential, details.organization) },
      };
    } catch (failure) {
      if (!isOpenAIError(failure)) throw failure;
      const error = await withAbsence(sought, failure);
      // It may have been carried out: the former values must not be lost with the answer.
      if (restoreTo && error.code === "ambiguous")
        throw new PartialSuccess({ ...saved, memo: { ...saved.memo, restoreTo } }, error, held);
      if (index === 0) throw error;
      const undone = steps.slice(index).flatMap(({ carries: name }) => (name === undefined ? [] : [name]));
      throw new PartialSuccess(current, error, { ...news, ...formerly(olds, undone) });
    }
  }
  return settle(operation, current, "exists");
}

/** The values to go back to, for what did not succeed; absent where there was none. */
function formerly(olds: Properties, names: string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, olds[name]]));
}

/** Somebody else has taken the object over since it was made here, such as an identity provider. */
function refuseForeign(declaration: Declaration, { id, live }: Saved): void {
  const reason = declaration.when.foreign?.(live);
  if (reason === undefined) return;
  const message = `${declaration.token} ${id} cannot be changed: ${reason}. Nothing was changed.`;
  throw new OpenAIError("impossible", message);
}

interface Step {
  below: string;
  body: Properties;
  repeat: "free" | "never";
  /** The property that travels by this call alone. */
  carries?: string;
}

function notedBy(
  declaration: Declaration,
  saved: Saved,
  olds: Properties,
  news: Properties,
): string[] | undefined {
  const names = notedNames(declaration, olds, news, saved.live, notedIn(saved));
  return names.size > 0 ? [...names].sort() : undefined;
}

/** What the program of the last run only wrote down, for the object had it already. */
function notedIn({ memo }: Saved): ReadonlySet<string> {
  return new Set(memo.noted);
}

function stepsFor(
  declaration: Declaration,
  saved: Saved,
  olds: Properties,
  news: Properties,
  restoreTo: Properties | undefined,
): Step[] {
  const { live } = saved;
  const body = updateBody(declaration, olds, news, restoreTo, { live, noted: notedIn(saved) });
  const counted = Object.entries(declaration.props).some(
    ([name, { options }]) => options.fromNow && !isAbsent(news[name]) && !same(olds[name], news[name]),
  );
  const steps: Step[] = [];
  if (Object.keys(body).length > 0) steps.push({ below: "", body, repeat: counted ? "never" : "free" });
  for (const { property, below, body: own } of followUps(declaration, olds, news, live)) {
    steps.push({ below, body: own, repeat: "never", carries: property });
  }
  return steps;
}

/** The known properties with the program's arguments over them; what it no longer says is no longer known. */
function said(declaration: Declaration, live: Properties, news: Properties, waiting: string[]): Properties {
  const known = { ...live };
  for (const [name, property] of Object.entries(declaration.props)) {
    if (!isArgument(property) || waiting.includes(name)) continue;
    if (!isAbsent(news[name])) known[name] = news[name];
    else if (property.options.echoed === false) delete known[name];
  }
  return known;
}

function pick(properties: Properties, names: string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
