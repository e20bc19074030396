import type { Call } from "../../api/call";
import type { Reply } from "../../api/reply";
import type { Credential } from "../../api/settings";
import { equivalent } from "../../kernel/canonical";
import { readPath } from "../../kernel/codec";
import type { Thing } from "../../kernel/declaration";
import { OpenAIError } from "../../kernel/errors";
import { formatPath } from "../../kernel/identity";
import { isAbsent, type Properties, valueAt } from "../../kernel/values";
import { objectName } from "./object-name";
import type { Operation } from "./operation";
import { plainValues } from "./plain-values";
import { secretValues } from "./secret-values";

/** GET of the object itself. */
export async function getItem(operation: Operation<Thing>, ids: Properties): Promise<Reply> {
  const { declaration } = operation;
  const reply = await callItem(operation, ids, { method: "GET" });
  const { details } = reply;
  if (isOf(declaration, ids, reply.body)) return reply;
  const message = `GET ${declaration.at.item} was answered with another object than was asked for. Nothing was changed; try again.`;
  throw new OpenAIError("broken-reply", message, details);
}

/**
 * Whether a reply about an object is about this one. A member of a collection carries its id. A link may leave it out, and
 * so may what its parent has once: then the id is the parent's.
 */
function isOf(declaration: Thing, ids: Properties, body: Properties): boolean {
  const { key = "", props } = declaration;
  const property = props[key];
  // There is only one.
  if (!property) return true;
  const said = valueAt(body, readPath(key, property));
  if (isAbsent(said)) return declaration.kind === "edge" || property.word === "parent";
  return equivalent(property, said, ids[key]);
}

/** A call on the object's own path, or below it; these may all be sent again, for they say the same twice. */
export function callItem(
  operation: Operation<Thing>,
  ids: Properties,
  call: Pick<Call, "method" | "body" | "expects"> & { below?: string; repeat?: Call["repeat"] },
): Promise<Reply> {
  const { session, declaration, credential } = operation;
  const { below = "", repeat = "free", ...rest } = call;
  return session.client.call(
    credential,
    {
      ...rest,
      path: formatPath(declaration, declaration.at.item, ids) + below,
      template: declaration.at.item + below,
      beta: declaration.beta,
      repeat,
      about: objectName({ declaration, live: ids }),
      plain: plainValues(declaration),
      secrets: secretValues(declaration, call.body),
    },
    operation,
  );
}

/** Who is talking to whom, as the state remembers it. */
export function keyAt(credential: Credential, organization: string | undefined): string {
  return organization ? `${credential.connection}@${organization}` : credential.connection;
}
