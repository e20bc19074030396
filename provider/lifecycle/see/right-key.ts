import { settingName } from "../../api/settings";
import { type ErrorDetails, OpenAIError } from "../../kernel/errors";
import { keyAt } from "../session/calls";
import type { Sought } from "./sought";

/**
 * With another organization's or project's key every "not found" is honest and wrong. So an absence counts only
 * under the key that made the object, in the same organization, or after another object of that key was seen.
 */
export function refuseUnprovenAbsence({ operation, seenWith: before }: Sought, details: ErrorDetails): void {
  const { session, credential } = operation;
  const [connection, organization] = (before ?? "").split("@");
  if (connection === credential.connection) return;
  if (credential.kind === "admin" && organization && organization === details.organization) return;
  if (before && session.hasSeenAlive(credential, before)) return;
  throw new OpenAIError(
    "unproven",
    "The object was not found, but this is no proof that it is gone: it was made with the key " +
      `${before || "(not recorded)"}, and this run uses ${keyAt(credential, details.organization)}. ` +
      `The state was left as it is. Check ${credential.kind === "admin" ? settingName("adminApiKey") : credential.source}; ` +
      "if the key is right and the object really gone, remove it with `pulumi state delete <urn>`.",
    details,
  );
}
