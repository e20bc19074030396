import { fingerprint } from "../../api/settings";
import { decode } from "../../kernel/codec";
import { namesIn } from "../../kernel/declaration";
import { isOpenAIError, type OpenAIError } from "../../kernel/errors";
import { formatId, formatPath } from "../../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../../kernel/values";
import { withSunset } from "../see/sunset";
import { belowYoungParent } from "../see/young-parent";
import type { Cohort, Lost } from "../session/creates";
import { holdings } from "../session/identity";
import { recognised } from "../session/match";
import { objectName } from "../session/object-name";
import type { Operation } from "../session/operation";
import { plainValues } from "../session/plain-values";
import { memoOfNew, type Saved } from "../session/saved";
import type { Payload } from "./content";
import { findLost, type Making, undecided } from "./find-lost";
import { sharedWith, takeLink, wasEnded } from "./link";
import { regain } from "./regain";

/** A create is sent once more only after the first is proven to have made nothing. */
const mostSends = 2;
/** Keys whose value got lost with the answer are revoked; there must be an end to it. */
const mostRevoked = 3;
/** How often a link may be refused for one that is on its way out. */
const mostHindered = 3;

/**
 * Makes exactly one object, on an API without idempotency keys. A create whose answer is lost is never simply sent
 * again: what it may have made is looked for first.
 */
export function makeOne(making: Making, payload: Payload): Promise<Saved> {
  const { operation, args } = making;
  return operation.session.creates.among(operation, args, (cohort) => attempt(making, payload, cohort));
}

async function attempt(making: Making, payload: Payload, cohort: Cohort): Promise<Saved> {
  const { operation } = making;
  let lost = cohort.resume(operation.now());
  let wasLost = lost !== undefined;
  let hindered = 0;
  for (let sends = 0, revoked = 0; ; sends++) {
    if (lost) {
      await whileAwaited(making, cohort, lost);
      const outcome = await recover(making, cohort, lost);
      if (typeof outcome === "object") return outcome;
      if (outcome === "revoked") sends = Math.max(0, sends - 1);
      if (outcome === "revoked" && ++revoked > mostRevoked)
        throw undecided(making, lost, `${revoked} were made and revoked, for every answer was lost.`);
      if (sends >= mostSends) {
        cohort.abandon(lost);
        throw undecided(making, lost, "It was sent twice, and was not in the listings that followed.");
      }
      await whileAwaited(making, cohort, lost);
      cohort.settle(lost);
    }
    const lostBy = (error: unknown): Lost | undefined => {
      if (!isOpenAIError(error) || error.code !== "ambiguous") return undefined;
      // Both from the moment when it left, however long it had queued.
      const { sentAt, since } = error.details;
      return sentAt === undefined
        ? undefined
        : { args: making.args, sentAt, since, at: operation.now(), cause: error };
    };
    try {
      const outcome = await cohort.during(() => post(making, payload), lostBy);
      if ("done" in outcome) return outcome.done;
      lost = outcome.lost;
      wasLost = true;
    } catch (error) {
      if (!isOpenAIError(error)) throw error;
      const taken = await alreadyThere(making, cohort, error, wasLost);
      if (taken) return taken;
      if (++hindered > mostHindered) throw error;
    }
  }
}

/** Once the engine is gone, nobody would remember what is made: better an object that `pending` finds than two. */
async function whileAwaited(making: Making, cohort: Cohort, lost: Lost): Promise<void> {
  const { isAwaited } = making.operation.session.surroundings;
  if (!isAwaited || (await isAwaited())) return;
  cohort.abandon(lost);
  throw undecided(making, lost, "The engine that asked for it has ended.");
}

/** Finds what a lost create has made. Its secret is lost with the answer, so a key is revoked and made again. */
async function recover(
  making: Making,
  cohort: Cohort,
  lost: Lost,
): Promise<Saved | "revoked" | "never made"> {
  try {
    const found = await findLost(making, cohort, lost);
    return found ? await regain(making, found) : "never made";
  } catch (error) {
    if (!lost.found) cohort.abandon(lost);
    throw error;
  } finally {
    if (lost.found) cohort.settle(lost);
  }
}

/** The one call that makes the object. */
async function post(making: Making, payload: Payload): Promise<Saved> {
  const { operation, args } = making;
  const { session, declaration, credential } = operation;
  const { create: template } = declaration.at;
  const read = (body: Properties) =>
    declaration.replies === "nothing" ? { ...args } : decode(declaration, body, args);
  const lacks = (body: Properties) => {
    const live = read(body);
    const isMissing = (name: string) => isAbsent(live[name]) || live[name] === "";
    return namesIn(declaration.id).some(isMissing) ? "an id" : undefined;
  };
  const call = {
    method: "POST",
    path: formatPath(declaration, template, args),
    template,
    ...payload.sent,
    beta: declaration.beta,
    repeat: "never",
    ...(declaration.replies === "nothing" ? { expects: "nothing" as const } : {}),
    about: objectName({ declaration, live: args }),
    plain: plainValues(declaration),
    lacks,
  } as const;
  const { body, details } = await belowYoungParent({ operation, ids: args }, () =>
    session.client.call(credential, call, operation),
  );
  const live = read(body);
  session.collections.made(operation, live);
  rememberKeys(operation, live);
  const id = formatId(declaration, live);
  const memo = memoOfNew(operation, details);
  const keys = holdings(declaration, id, live);
  const other = session.ledger.givenTo(keys);
  if (other) throw sharedWith(declaration, id, other);
  session.ledger.give(keys, { lease: memo.lease, name: operation.hint?.name });
  return { id, live: withoutAbsent(live), memo };
}

/** What the refusal of a link means that is there already; undefined where it may be sent now. Anything else is an error. */
async function alreadyThere(
  making: Making,
  cohort: Cohort,
  error: OpenAIError,
  wasLost: boolean,
): Promise<Saved | undefined> {
  const { operation, args, known } = making;
  const { session, declaration } = operation;
  if (declaration.kind !== "edge" || !saysItExists(error)) throw withSunset(operation, error);
  // One begun in this very millisecond may be from before the create was sent.
  const listing = await session.collections.since(operation, args, operation.now() + 1);
  await cohort.quiet();
  const [item] = recognised(declaration, { known }, listing.items);
  if (!item && (await wasEnded(making))) return undefined;
  if (!item) throw error;
  return takeLink(making, { item, details: listing.details }, error, wasLost);
}

function saysItExists({ code, details }: OpenAIError): boolean {
  const { apiCode = "", apiMessage = "", status } = details;
  return code === "refused" && (status === 409 || /already.exists/i.test(`${apiCode} ${apiMessage}`));
}

/** A key made here may take a moment until every server knows it. */
function rememberKeys({ session, declaration }: Operation, live: Properties): void {
  for (const [name, property] of Object.entries(declaration.props)) {
    const value = live[name];
    if (property.word === "once" && typeof value === "string") session.client.keyWasBorn(fingerprint(value));
  }
}
