import type { z } from "zod";

/** What is wrong with a value, as the end of a sentence that begins with the argument's name. */
export function reason(issue: z.core.$ZodIssue): string {
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
      return `has no ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "invalid_key":
      return `has a key that ${issue.issues.map(reason).join(" and ")}`;
    case "invalid_union":
      return issue.discriminator ? `has no variant with this ${issue.discriminator}` : unionReason(issue);
    default:
      return issue.message;
  }
}

function unionReason(issue: z.core.$ZodIssueInvalidUnion): string {
  const reasons = issue.errors.flat().map(reason);
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
