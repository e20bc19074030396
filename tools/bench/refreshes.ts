import type { Fault } from "../../emulator";
import type { Declaration } from "../../provider/kernel/declaration";
import { catalog } from "../../provider/resources/catalog";
import { create, read } from "../../tests/support/entries";
import { sampleArgs } from "../../tests/support/fixtures";
import { workshop } from "../../tests/support/workshop";
import { type Finding, grouped, table } from "./finding";

const notFound = {
  error: { message: "Not found.", type: "invalid_request_error", param: null, code: "not_found" },
};
const emptyPage = { object: "list", data: [], first_id: null, last_id: null, has_more: false, next: null };
const status = (code: number, body?: unknown): Fault["action"] => ({ type: "status", status: code, body });

/** One answer each, to the first question of a refresh. */
const faults: Record<string, Fault["action"]> = {
  "the API's own 404": status(404, notFound),
  "a proxy's 404": status(404, "<html>no such page</html>"),
  "an empty page": status(200, emptyPage),
  "a page without data": status(200, { object: "list" }),
  "more to come, but no cursor": status(200, { ...emptyPage, has_more: true }),
  "an empty object": status(200, {}),
  "an HTML page": { type: "garbage" },
  "half of the JSON": { type: "truncate" },
  "a cut connection": { type: "reset-after" },
  "status 400": status(400),
  "status 401": status(401),
  "status 403": status(403),
  "status 410": status(410),
  "status 429": status(429),
  "status 500": status(500),
  "status 503": status(503),
};
const least = 1000;

interface Tally {
  refreshes: number;
  seen: number;
  errors: number;
  deletions: number;
}

/** How often a refresh that meets one faulty answer takes a living object for gone. */
export async function refreshes(): Promise<Finding> {
  const tallies: Record<string, Tally> = {};
  const rounds = Math.ceil(least / catalog.length);
  for (const [name, action] of Object.entries(faults)) {
    const tally: Tally = { refreshes: 0, seen: 0, errors: 0, deletions: 0 };
    for (let round = 0; round < rounds; round++) {
      for (const declaration of catalog) {
        if (tally.refreshes < least) await refreshOne(declaration, action, tally);
      }
    }
    tallies[name] = tally;
    console.log(`[bench] refreshes that meet ${name}: ${JSON.stringify(tally)}`);
  }
  const rows = Object.entries(tallies).map(([name, tally]) => [
    name,
    grouped(tally.refreshes),
    grouped(tally.seen),
    grouped(tally.errors),
    grouped(tally.deletions),
  ]);
  const head = ["one faulty answer", "refreshes", "seen alive", "errors, state kept", "false deletions"];
  return { numbers: tallies, tables: table(head, rows) };
}

async function refreshOne(declaration: Declaration, action: Fault["action"], tally: Tally): Promise<void> {
  const place = workshop();
  const args = await sampleArgs(place, declaration);
  const saved = await create(place.session(), declaration, args);
  place.emulator.advance(600);
  // The first question of a refresh: the collection of what the organization owns, the object itself in a project.
  place.emulator.fault({ match: { method: "GET" }, action });
  tally.refreshes++;
  try {
    const seen = await read(place.session(), declaration, saved, args);
    if (seen) tally.seen++;
    else tally.deletions++;
  } catch {
    tally.errors++;
  }
}
