import { fingerprint } from "../../api/settings";
import { decode } from "../../kernel/codec";
import { namesIn } from "../../kernel/declaration";
import { isOpenAIError, type OpenAIError } from "../../kernel/errors";
import { formatId, formatPath } from "../../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../../kernel/values";
import { withSunset } from "../see/sunset";
import { belowYoungParent } from "../see/young-parent";
import type { Cohort, Create, Lost } from "../session/creates";
import { holdings } from "../session/identity";
import { recognised } from "../session/match";
import { objectName } from "../session/object-name";
import type { Operation } from "../session/operation";
import { plainValues } from "../session/plain-values";
import { memoOfNew, type Saved } from "../session/saved";
import { orStopped } from "../session/stopping";
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
  const { creates } = operation.session;
  return creates.among(operation, args, operation.now(), (create, cohort) =>
    attempt(making, payload, create, cohort),
  );
}

/** From state to state, until the object is ours or nobody can tell. */
async function attempt(making: Making, payload: Payload, create: Create, cohort: Cohort): Promise<Saved> {
  let wasLost = create.state.is === "lost";
  // One that an earlier attempt has abandoned does not count here.
  let isSentHere = false;
  let inVain = 0;
  let revoked = 0;
  let hindered = 0;
  for (;;) {
    const { state } = create;
    switch (state.is) {
      case "sending": {
        isSentHere = true;
        const sent = await send(making, payload, create);
        if ("made" in sent) return sent.made;
        if ("lost" in sent) {
          wasLost = true;
          break;
        }
        const taken = await alreadyThere(making, cohort, sent.refused, wasLost);
        if (taken) return taken;
        if (++hindered > mostHindered) throw sent.refused;
        break;
      }
      case "lost":
        await whileAwaited(making, create, state.lost);
        await findLost(making, cohort, create, state.lost);
        if (create.state.is === "absent" && isSentHere) inVain++;
        break;
      case "found": {
        // Its secret is lost with the answer, so a key is revoked and made again.
        const ours = await regain(making, state.found);
        if (ours !== "revoked") return ours;
        create.become({ is: "absent", lost: state.lost });
        if (++revoked > mostRevoked)
          throw undecided(making, state.lost, `${revoked} were made and revoked, for every answer was lost.`);
        break;
      }
      case "absent":
        if (state.lost && inVain >= mostSends) {
          create.become({ is: "abandoned", lost: state.lost });
          throw undecided(
            making,
            state.lost,
            "It was sent twice, and was not in the listings that followed.",
          );
        }
        if (state.lost) await whileAwaited(making, create, state.lost);
        create.become({ is: "sending" });
        break;
      case "abandoned":
        throw undecided(making, state.lost, "Nobody looks for it any more.");
    }
  }
}

/** Sends it. A lost answer and a refusal are states of the create, and no errors yet. */
async function send(
  making: Making,
  payload: Payload,
  create: Create,
): Promise<{ made: Saved } | { lost: Lost } | { refused: OpenAIError }> {
  try {
    return { made: await post(making, payload) };
  } catch (error) {
    if (!isOpenAIError(error)) throw error;
    const { sentAt, since } = error.details;
    if (error.code !== "ambiguous" || sentAt === undefined) {
      create.become({ is: "absent" });
      return { refused: error };
    }
    // Both from the moment when it left, however long it had queued.
    const lost = { args: making.args, sentAt, since, at: making.operation.now(), cause: error };
    create.become({ is: "lost", lost });
    return { lost };
  }
}

/** Once the engine is gone, nobody would remember what is made: better an object that `pending` finds than two. */
async function whileAwaited(making: Making, create: Create, lost: Lost): Promise<void> {
  const { isAwaited } = making.operation.session.surroundings;
  // What another one's look has found meanwhile is gone on with.
  if (!isAwaited || (await isAwaited()) || create.state.is === "found") return;
  create.become({ is: "abandoned", lost });
  throw undecided(making, lost, "The engine that asked for it has ended.");
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
  if (declaration.kind !== "edge" || !declaration.list || !saysItExists(error))
    throw withSunset(operation, error);
  // One begun in this very millisecond may be from before the create was sent.
  const listing = await session.collections.since(operation, args, operation.now() + 1);
  await orStopped(session.surroundings.clock, operation, cohort.quiet());
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
