import { isOpenAIError, OpenAIError } from "../api/errors";
import { type Credential, fingerprint } from "../api/settings";
import { decode, followUps } from "../kernel/codec";
import { type Declaration, namesIn } from "../kernel/declaration";
import { formatId, formatPath } from "../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../kernel/values";
import { callItem, madeWith } from "./calls";
import { createPayload } from "./content";
import { PartialSuccess, type Saved } from "./saved";
import type { Session } from "./session";
import { settle } from "./settle";
import { withSunset } from "./sunset";
import { takeOver } from "./take-over";

/** Makes the object. What exists without us is taken over instead. */
export async function create(
  session: Session,
  declaration: Declaration,
  args: Properties,
  apiKey?: string,
): Promise<Saved> {
  const credential = session.credential(declaration, apiKey);
  if (declaration.kind === "existing") return takeOver(session, declaration, credential, args);
  const made = await post(session, declaration, credential, args);
  const followed = await follow(session, declaration, credential, args, made);
  return settle(session, declaration, credential, followed, "was created");
}

/** The one call that makes the object. It is never sent twice: the API has no idempotency key. */
async function post(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  args: Properties,
): Promise<Saved> {
  const { create: template } = declaration.at;
  const call = {
    method: "POST",
    path: formatPath(declaration, template, args),
    template,
    ...(await createPayload(declaration, args)),
    beta: declaration.beta,
    repeat: "never",
  } as const;
  const { body, details } = await session.client.call(credential, call).catch((error) => {
    throw isOpenAIError(error) && error.code === "ambiguous"
      ? mayExist(declaration, args, error)
      : withSunset({ declaration }, error);
  });
  const live = declaration.replies === "nothing" ? { ...args } : decode(declaration, body, args);
  const missing = namesIn(declaration.id).find((name) => isAbsent(live[name]) || live[name] === "");
  if (missing) {
    const lost = new OpenAIError(
      "ambiguous",
      `POST ${template} was answered with ${details.status} but without an id.`,
      details,
    );
    throw mayExist(declaration, args, lost);
  }
  session.collections.made(credential, declaration, live);
  rememberKeys(session, declaration, live);
  const organization = details.organization;
  return {
    id: formatId(declaration, live),
    live: withoutAbsent(live),
    memo: { madeWith: madeWith(credential, organization) },
  };
}

/** Properties that the API does not take on create travel right after it. */
async function follow(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  args: Properties,
  made: Saved,
): Promise<Saved> {
  let saved = made;
  for (const { property, below, body } of followUps(declaration, undefined, args)) {
    try {
      const reply = await callItem(session, credential, declaration, saved.live, {
        method: "POST",
        below,
        body,
      });
      saved = { ...saved, live: withoutAbsent(decode(declaration, reply.body, saved.live)) };
    } catch (error) {
      if (!isOpenAIError(error)) throw error;
      const live = { ...saved.live };
      delete live[property];
      const what = `${declaration.token} ${saved.id} was created, but its ${property} was not set. The next \`pulumi up\` sets it.`;
      throw new PartialSuccess(
        { ...saved, live },
        new OpenAIError(error.code, `${what} ${error.message}`, error.details),
      );
    }
  }
  return saved;
}

/** A key made here may take a moment until every server knows it. */
function rememberKeys(session: Session, declaration: Declaration, live: Properties): void {
  for (const [name, property] of Object.entries(declaration.props)) {
    const value = live[name];
    if (property.word === "once" && typeof value === "string") session.client.keyWasBorn(fingerprint(value));
  }
}

/** What an ambiguous end of a create means for the reader: one may exist, and how it would look. */
function mayExist(declaration: Declaration, args: Properties, error: OpenAIError): OpenAIError {
  const marks = declaration.recognise
    .filter((name) => typeof args[name] === "string")
    .map((name) => `${name} "${String(args[name])}"`);
  const which = marks.length > 0 ? ` with ${marks.join(", ")}` : "";
  return new OpenAIError(
    "ambiguous",
    `${error.message} A ${declaration.token}${which} may exist now; the create was not sent again, so at most one does. ` +
      `Look for it before the next \`pulumi up\`, which would make another.`,
    error.details,
  );
}
