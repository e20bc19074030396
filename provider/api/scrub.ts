import type { ApiErrorDetails } from "./errors";

/** Takes a key out of everything that a server may have repeated. */
export function scrub<T extends ApiErrorDetails>(details: T, key: string): T {
  const entries = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll(key, "[secret]") : value,
  ]);
  return Object.fromEntries(entries) as T;
}
