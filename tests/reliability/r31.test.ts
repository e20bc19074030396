import { inspect } from "node:util";
import type { Declaration } from "../../provider/kernel/declaration";
import { kindOf, livesInProjectOfKey, namesOf } from "../kernel/facts";
import { addAdminKey, addProjectKey } from "../support/fixtures";
import type { Workshop } from "../support/workshop";
import { madeKinds, withSeeds } from "./reckoning";
import { type Aftermath, type Family, storm } from "./storm";

/** Keys that work; none of them may be seen anywhere but in a call, or where the state keeps secrets. */
const canaries = {
  adminApiKey: "sk-admin-CANARYCANARYCANARY1",
  apiKey: "sk-proj-CANARYCANARYCANARY2",
};
const ofResource = "sk-svcacct-CANARYCANARYCANARY3";

/** A key or signing secret that somebody made, also one whose answer was lost and that only the server knows. */
const aSecret = /(sk-(admin|proj|svcacct)-|whsec_)\w{8}|CANARY/;

/** A server that repeats in every field what it was given: the key of the call. */
const echo = (key: string) => ({
  error: { message: `Bad key ${key}`, type: `type ${key}`, code: `code ${key}`, param: key },
});

const keyFor = (declaration: Declaration): string =>
  livesInProjectOfKey(declaration) ? ofResource : canaries.adminApiKey;

const families: [string, (declaration: Declaration) => Family][] = [
  ["R1", () => (dice) => ({ type: dice.chance(0.5) ? "reset-after" : "reset-before" })],
  ["R2", () => (dice) => ({ type: "delay", ms: dice.between(61_000, 95_000), when: "before" })],
  [
    "R3",
    (declaration) => (dice) => ({
      type: "status",
      status: dice.pick([500, 502, 503, 504]),
      when: dice.chance(0.5) ? "after" : "before",
      body: dice.chance(0.5) ? echo(keyFor(declaration)) : `<html>${keyFor(declaration)}</html>`,
      headers: { "x-request-id": keyFor(declaration) },
    }),
  ],
  ["R4", () => (dice) => ({ type: dice.chance(0.5) ? "truncate" : "garbage" })],
  ["R5", () => () => ({ type: "reset-after" })],
];

function plant(place: Workshop): typeof canaries {
  addAdminKey(place, canaries.adminApiKey);
  addProjectKey(place, canaries.apiKey);
  addProjectKey(place, ofResource);
  return canaries;
}

/** Everything of an error that anybody could show or store. */
function shown(error: Error | undefined): string {
  if (!error) return "";
  const text = [error.name, error.message, error.stack, String(error)].join("\n");
  return text + inspect(error, { depth: 10, maxStringLength: null, showHidden: true });
}

function expectNoSecret({ outcomes, said, journal }: Aftermath): void {
  const told = outcomes.map(({ declaration, state, error }) => {
    const secret = ["apiKey", ...namesOf(declaration, "once")];
    const open = Object.entries({ ...state?.outputs }).filter(([name]) => !secret.includes(name));
    return `${state?.id} ${JSON.stringify(open)} ${shown(error)}`;
  });
  expect([...told, ...said, JSON.stringify(journal)].filter((text) => aSecret.test(text))).toEqual([]);
}

describe.each(families)("R31: no key or secret is told through the faults of %s", (row, familyOf) => {
  const kinds = row === "R5" ? madeKinds.filter(([, one]) => namesOf(one, "once").length > 0) : madeKinds;
  /** Everything fails but the waiting: what cannot be decided is told in errors. */
  const hard = { share: 0.9, until: 40, settings: plant, extra: withKey };

  it.each(kinds)("by eight %s at once", async (_, declaration) => {
    const weather = { kinds: [declaration], family: familyOf(declaration), ...hard };
    await withSeeds(3, async (seed) => expectNoSecret(await storm({ seed, ...weather })));
  });
});

/** A key of its own, where the kind takes one. */
function withKey(declaration: Declaration): Record<string, unknown> {
  return livesInProjectOfKey(declaration) ? { apiKey: ofResource } : {};
}

it("R31: a key would be found where one is told", async () => {
  const kinds = [kindOf("ServiceAccountApiKey")];
  const aftermath = await storm({ seed: 1, kinds, family: () => ({ type: "truncate" }) });
  const value = String(aftermath.outcomes.find(({ state }) => state)?.state?.outputs.value);
  expect(value).toMatch(/^sk-svcacct-/);
  for (const line of [value, `a ${canaries.apiKey}`]) {
    expect(() => expectNoSecret({ ...aftermath, said: [line] })).toThrow();
  }
});
