import type { Properties, Value } from "../../provider/kernel/values";
import { Shell } from "../dynamic/shell";
import { kindOf } from "../kernel/facts";
import { route } from "../lifecycle/house";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";

/** Two objects that one listing cannot tell apart: they differ in nothing that objects are recognised by. */
const pairs: [string, Properties, string, Value, Value][] = [
  [
    "Project",
    { residency: "US_STORAGE_PROCESSING" },
    "residency",
    "EU_STORAGE_PROCESSING",
    "US_STORAGE_PROCESSING",
  ],
  [
    "ServiceAccountApiKey",
    { scopes: ["api.all"] },
    "scopes",
    ["api.model.read", "api.responses.write"],
    ["api.all"],
  ],
  [
    "VectorStore",
    { expiresAfter: { anchor: "last_active_at", days: 1 } },
    "expires_after",
    { anchor: "last_active_at", days: 30 },
    { anchor: "last_active_at", days: 1 },
  ],
  ["FineTuningJob", { seed: 43 }, "seed", 42, 43],
  ["Assistant", { instructions: "Be brief." }, "instructions", "Answer from the handbook only.", "Be brief."],
  [
    "WebhookEndpoint",
    { eventTypes: ["batch.failed"] },
    "event_types",
    ["batch.completed", "batch.failed"],
    ["batch.failed"],
  ],
];

/** The object's row, as the server has it. */
function rowOf(place: Workshop, id: string): Properties {
  const tables: Record<string, { id: string }[]> = place.emulator.state().tables;
  const row = Object.values(tables)
    .flat()
    .find((candidate) => candidate.id === id.split("/").at(-1));
  if (!row) throw new Error(`${id} is not there`);
  return { ...row };
}

async function twoAlike(token: string, change: Properties) {
  const place = workshop();
  const declaration = kindOf(token);
  const args = await sampleArgs(place, declaration);
  const shell = new Shell(
    token,
    (() => {
      const one = place.session();
      return () => one;
    })(),
  );
  const of = { method: "POST", route: route(declaration.at.create) } as const;
  return { place, of, make: () => Promise.all([shell.create(args), shell.create({ ...args, ...change })]) };
}

describe.each(pairs)(
  "two %s resources alike in all that they are recognised by",
  (token, change, column, one, other) => {
    it("each get their own when one is lost while the other is under way", async () => {
      const { place, of, make } = await twoAlike(token, change);
      place.emulator.fault({ match: of, action: { type: "reset-before" } });
      place.emulator.fault({
        match: { ...of, nth: 2 },
        action: { type: "delay", ms: 30_000, when: "after" },
      });
      const states = await make();
      expect(states.map(({ id }) => rowOf(place, id)[column])).toEqual([one, other]);
    });

    it("each get their own when both are lost, and one of them was made", async () => {
      const { place, of, make } = await twoAlike(token, change);
      place.emulator.fault({ match: of, action: { type: "reset-before" } });
      place.emulator.fault({ match: { ...of, nth: 2 }, action: { type: "reset-after" } });
      const states = await make();
      expect(states.map(({ id }) => rowOf(place, id)[column])).toEqual([one, other]);
    });
  },
);
