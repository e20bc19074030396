import type { Value } from "./values";

/**
 * Spellings of one thing that the API takes for the same, by name: the classes of the package compare the ends of links
 * too, without the declarations.
 */
export const spellings = {
  /** E-mail addresses. */
  lowerCase: (value: Value): Value => (typeof value === "string" ? value.toLowerCase() : value),

  /**
   * Built-in roles have a short id (`role-api-project-owner`) that the API answers with a scope behind two underscores
   * (`role-api-project-owner__api-project__proj_abc`).
   */
  withoutScope: (value: Value): Value => (typeof value === "string" ? value.split("__")[0] : value),
};
