import type { Call } from "../api/call";
import type { Reply } from "../api/reply";
import type { Credential } from "../api/settings";
import type { Declaration } from "../kernel/declaration";
import { formatPath } from "../kernel/identity";
import type { Properties } from "../kernel/values";
import type { Session } from "./session";

/** GET of the object itself. */
export function getItem(
  session: Session,
  credential: Credential,
  declaration: Declaration,
  ids: Properties,
): Promise<Reply> {
  return callItem(session, credential, declaration, ids, { method: "GET" });
}

/** A call on the object's own path, or below it; these may all be sent again, for they say the same twice. */
export function callItem(
  session: Session,
  credential: Credential,
  declaration: Declaration,
  ids: Properties,
  call: Pick<Call, "method" | "body"> & { below?: string; repeat?: Call["repeat"] },
): Promise<Reply> {
  const { below = "", repeat = "free", ...rest } = call;
  return session.client.call(credential, {
    ...rest,
    path: formatPath(declaration, declaration.at.item, ids) + below,
    template: declaration.at.item + below,
    beta: declaration.beta,
    repeat,
  });
}

/** Who is talking to whom, as the state remembers it. */
export function madeWith(credential: Credential, organization: string | undefined): string {
  return organization ? `${credential.fingerprint}@${organization}` : credential.fingerprint;
}
