import { toWire } from "../../provider/kernel/names";
import { catalog } from "../../provider/resources/catalog";
import { create } from "../../tests/support/entries";
import { sampleArgs } from "../../tests/support/fixtures";
import { workshop } from "../../tests/support/workshop";
import { type Finding, table } from "./finding";

const ends = {
  "no fault": undefined,
  "answer lost, carried out": { type: "reset-after" },
  "answer lost, not carried out": { type: "reset-before" },
} as const;

/** What a lost answer costs one create that is alone: calls, and seconds of virtual time. */
export async function cost(): Promise<Finding> {
  const numbers: Record<string, Record<string, { calls: number; seconds: number }>> = {};
  for (const declaration of catalog.filter(({ kind }) => kind !== "existing")) {
    const one: Record<string, { calls: number; seconds: number }> = {};
    for (const [name, action] of Object.entries(ends)) {
      const place = workshop();
      const args = await sampleArgs(place, declaration);
      const route = declaration.at.create.replace(/\{(\w+)\}/g, (_, part: string) => `{${toWire(part)}}`);
      if (action) place.emulator.fault({ match: { method: "POST", route }, action });
      const started = place.clock.now();
      await create(place.session(), declaration, args);
      one[name] = { calls: place.calls().length, seconds: (place.clock.now() - started) / 1000 };
    }
    numbers[declaration.token] = one;
  }
  const rows = Object.entries(numbers).map(([token, one]) => [
    token,
    ...Object.values(one).flatMap(({ calls, seconds }) => [String(calls), seconds.toFixed(0)]),
  ]);
  const head = ["kind", ...Object.keys(ends).flatMap((name) => [`${name}: calls`, "seconds"])];
  return { numbers, tables: table(head, rows) };
}
