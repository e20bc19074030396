import { z } from "zod";
import { spellings } from "../kernel/spelling";
import { isObject, type Properties, type Value } from "../kernel/values";
import { computed, fixed } from "../kernel/words";

/** The words that all four kinds of assignment share; `roles` says whose they are. */
export function assignmentWords(roles: string) {
  return {
    roleId: fixed(z.string().min(1), `Id of the role: ${roles}.`, {
      wire: { write: "role_id", read: "id" },
      equal: spellings.withoutScope,
      example: "role_abc123",
    }),
    assignmentSources: computed(
      z.array(z.object({ principalId: z.string(), principalType: z.string() })).optional(),
      "Through whom the role is held: directly, through groups, or both. Known after a refresh.",
      { volatile: true },
    ),
  };
}

export const projectRoles =
  "a ProjectRole's, or a built-in one such as `role-api-project-owner`, `-member` or `-viewer`";
export const organizationRoles =
  "an OrganizationRole's, or a built-in one such as `role-api-organization-owner` or `-reader`";

/** Whether the principal holds the role only through something else, such as a group: no assignment of its own. */
export function onlyInherited(live: Properties, principal: Value): boolean {
  const sources = live.assignmentSources;
  if (!Array.isArray(sources) || sources.length === 0) return false;
  return !sources.some((source) => isObject(source) && source.principalId === principal);
}
