import type { JournalEntry } from "../../emulator";

/** How often each method and route was called. */
export function byRoute(calls: readonly Pick<JournalEntry, "method" | "route">[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, route } of calls) {
    const name = `${method} ${route}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

/** The calls that a running emulator has been sent since the last time it was asked. */
export async function takeJournal(url: string): Promise<JournalEntry[]> {
  const address = `${url.replace(/\/v1$/, "")}/_emulator/requests`;
  const entries = (await (await fetch(address)).json()) as JournalEntry[];
  await fetch(address, { method: "DELETE" });
  return entries;
}
