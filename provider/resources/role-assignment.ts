import { isObject, type Properties, type Value } from "../kernel/values";

/**
 * Built-in roles have a short id (`role-api-project-owner`) that the API answers with a scope behind two
 * underscores (`role-api-project-owner__api-project__proj_abc`). Both name the same role.
 */
export function shortRoleId(id: Value): Value {
  return typeof id === "string" ? id.split("__")[0] : id;
}

/** Whether the principal holds the role only through something else, such as a group: no assignment of its own. */
export function onlyInherited(live: Properties, principal: Value): boolean {
  const sources = live.assignmentSources;
  if (!Array.isArray(sources) || sources.length === 0) return false;
  return !sources.some((source) => isObject(source) && source.principalId === principal);
}
