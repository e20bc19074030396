import type { Fault } from "../../emulator";
import { decode } from "../../provider/kernel/codec";
import type { Declaration } from "../../provider/kernel/declaration";
import { formatId } from "../../provider/kernel/identity";
import { toWire } from "../../provider/kernel/names";
import type { Properties } from "../../provider/kernel/values";
import { Operation } from "../../provider/lifecycle/session/operation";
import { catalog } from "../../provider/resources/catalog";
import { create } from "../../tests/support/entries";
import { sampleArgs } from "../../tests/support/fixtures";
import { type Workshop, workshop } from "../../tests/support/workshop";
import { type Finding, grouped, table } from "./finding";
import { clientCreate } from "./official-client";

/** Each leaves open whether the create was carried out. It always was. */
const faults: Record<string, Fault["action"]> = {
  reset: { type: "reset-after" },
  "500": { type: "status", status: 500, when: "after" },
  timeout: { type: "delay", ms: 700_000, when: "after" },
  truncated: { type: "truncate" },
};
const perKind = 1000;
/** So many at a time, in an organization of their own. */
const batch = 25;

/** Makes one object and says its id; throws where the caller is left with nothing. */
type Maker = (place: Workshop, declaration: Declaration, args: Properties) => Promise<string>;

const makers: Record<string, () => Maker> = {
  // One run of the provider, as for one `pulumi up`.
  "pulumi-openai": () => {
    const sessions = new Map<Workshop, ReturnType<Workshop["session"]>>();
    return async (place, declaration, args) => {
      const session = sessions.get(place) ?? place.session();
      sessions.set(place, session);
      return (await create(session, declaration, args)).id;
    };
  },
  "openai (npm), defaults": () => clientCreate,
};

interface Tally {
  creates: number;
  /** Live, and in nobody's hands. */
  orphans: number;
  /** More than one object for one create. */
  duplicates: number;
  /** Handed out, and not live. */
  phantoms: number;
  /** Creates that ended in an error. */
  errors: number;
  calls: number;
}

/** Orphans and duplicates of creates that each meet one ambiguous fault, in this process and in virtual time. */
export async function creates(): Promise<Finding> {
  const made = catalog.filter(({ kind }) => kind !== "existing");
  const tallies: Record<string, Record<string, Tally>> = {};
  for (const [name, maker] of Object.entries(makers)) {
    tallies[name] = {};
    for (const declaration of made) {
      const tally = await tallyOf(declaration, maker());
      tallies[name][declaration.token] = tally;
      console.log(`[bench] ${name}: ${declaration.token}: ${JSON.stringify(tally)}`);
    }
  }
  const rows = made.map(({ token }) => [
    token,
    ...Object.values(tallies).flatMap((kinds) => {
      const tally = kinds[token];
      if (!tally) return [];
      const { orphans, duplicates, errors, creates: all, calls } = tally;
      return [grouped(orphans), grouped(duplicates), grouped(errors), (calls / all).toFixed(1)];
    }),
  ]);
  const columns = ["orphans", "duplicates", "errors", "calls each"];
  const head = [
    "kind",
    ...Object.keys(makers).flatMap((name) => columns.map((column) => `${name}: ${column}`)),
  ];
  return { numbers: tallies, tables: table(head, rows) };
}

async function tallyOf(declaration: Declaration, make: Maker): Promise<Tally> {
  const tally: Tally = { creates: 0, orphans: 0, duplicates: 0, phantoms: 0, errors: 0, calls: 0 };
  const actions = Object.values(faults);
  for (let turn = 0; tally.creates < perKind; turn++) {
    const action = actions[turn % actions.length];
    if (action) await oneBatch(declaration, make, action, tally, perKind - tally.creates);
  }
  return tally;
}

async function oneBatch(
  declaration: Declaration,
  make: Maker,
  action: Fault["action"],
  tally: Tally,
  most: number,
): Promise<void> {
  const place = workshop();
  const all: Properties[] = [];
  for (let count = 0; count < batch; count++) {
    const args = await sampleArgs(place, declaration);
    all.push(typeof args.name === "string" ? { ...args, name: `${args.name}-${count}` } : args);
  }
  // Links that the emulator's few people can have only once count once.
  const isLink = declaration.kind === "edge";
  const distinct = isLink ? [...new Map(all.map((args) => [JSON.stringify(args), args])).values()] : all;
  const wanted = distinct.slice(0, most);
  const before = await liveIds(place, declaration, wanted);
  const route = declaration.at.create.replace(/\{(\w+)\}/g, (_, name: string) => `{${toWire(name)}}`);
  place.emulator.fault({ match: { method: "POST", route, nth: 1, times: wanted.length }, action });
  const counted = countCalls(place);
  const outcomes = await Promise.allSettled(wanted.map((args) => make(place, declaration, args)));
  tally.calls += counted();
  place.emulator.clearFaults();
  place.emulator.advance(600);
  const live = (await liveIds(place, declaration, wanted)).filter((id) => !before.includes(id));
  const held = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  tally.creates += wanted.length;
  tally.errors += outcomes.filter(({ status }) => status === "rejected").length;
  tally.orphans += live.filter((id) => !held.includes(id)).length;
  tally.phantoms += held.filter((id) => !live.includes(id)).length;
  tally.duplicates += Math.max(0, live.length - wanted.length) + (held.length - new Set(held).size);
}

/** Counts what is sent from now on, answered or not; the answer is the number so far. */
function countCalls({ emulator }: Workshop): () => number {
  let calls = 0;
  const { fetch } = emulator;
  emulator.fetch = (request) => {
    calls++;
    return fetch(request);
  };
  return () => {
    emulator.fetch = fetch;
    return calls;
  };
}

/** Ids of everything in the collections that the arguments lead to. */
async function liveIds(place: Workshop, declaration: Declaration, wanted: Properties[]): Promise<string[]> {
  const session = place.session();
  const ids = new Set<string>();
  for (const args of wanted) {
    const { items } = await session.collections.all(new Operation(session, declaration), args);
    for (const item of items) ids.add(formatId(declaration, decode(declaration, item, args)));
  }
  return [...ids];
}
