import type { z } from "zod";
import { nearest } from "./names";

/**
 * What is wrong with a value, as the end of a sentence that begins with the argument's name. It says what is allowed
 * and never what was given, which may be secret. `fields` are those that there can be at the place of the issue.
 */
export function reason(issue: z.core.$ZodIssue, fields: readonly string[] = []): string {
  switch (issue.code) {
    case "too_small":
      return `must be ${issue.inclusive ? "at least" : "more than"} ${amount(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must be ${issue.inclusive ? "at most" : "less than"} ${amount(issue.origin, issue.maximum)}`;
    case "invalid_type":
      return /received undefined$/.test(issue.message) ? "is required" : `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return fieldsReason(issue.keys, fields);
    case "invalid_key":
      return `has a key that ${issue.issues.map((each) => reason(each)).join(" and ")}`;
    case "invalid_union":
      return issue.discriminator ? `has no variant with this ${issue.discriminator}` : unionReason(issue);
    default:
      return issue.message;
  }
}

function fieldsReason(given: readonly string[], fields: readonly string[]): string {
  if (fields.length === 0) return "has a field of no known name";
  const near = given.map((key) => nearest(key, fields)).find((name) => name !== undefined);
  const only = `has only the field${fields.length === 1 ? "" : "s"} ${fields.join(", ")}`;
  return near === undefined ? only : `${only}; did you mean "${near}"?`;
}

function unionReason(issue: z.core.$ZodIssueInvalidUnion): string {
  const reasons = issue.errors.flat().map((each) => reason(each));
  return [...new Set(reasons)].join(", or ") || issue.message;
}

function amount(origin: string, count: number | bigint): string {
  const unit = { string: "character", array: "item" }[origin];
  return unit ? `${count} ${unit}${Number(count) === 1 ? "" : "s"}` : String(count);
}

function article(expected: string): string {
  const name = { int: "whole number", record: "map", string: "text", array: "list" }[expected] ?? expected;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`.replace("a text", "text");
}
