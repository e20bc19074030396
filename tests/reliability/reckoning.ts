import { createHash } from "node:crypto";
import type { Declaration } from "../../provider/kernel/declaration";
import { Shell } from "../dynamic/shell";
import { kindOf, kindsThat, namesOf } from "../kernel/facts";
import type { Workshop } from "../support/workshop";
import { type Aftermath, type Outcome, postsOf } from "./storm";

/** The token and id of what a create has brought into the state. */
const idOf = ({ declaration, state }: Outcome) => `${declaration.token} ${state?.id}`;

/**
 * What must hold after any storm: each resource that succeeded has an object of its own, nothing lives that no state
 * holds and no error names, and what other people made is untouched.
 */
export async function expectExactlyOne(aftermath: Aftermath): Promise<void> {
  const { place, outcomes, before, after } = aftermath;
  const made = outcomes.filter(({ state }) => state !== undefined).map(idOf);
  const errors = outcomes.flatMap(({ error }) => (error ? [error.message] : []));
  const isNamed = (id: string) => errors.some((text) => text.includes(id.split(" ")[1] ?? id));
  // One comparison for all, for there are thousands of storms.
  expect({
    inTwoStates: made.filter((id, index) => made.indexOf(id) !== index),
    inStateButGone: made.filter((id) => !after.includes(id)),
    takenFromOthers: made.filter((id) => before.includes(id)),
    goneFromOthers: before.filter((id) => !after.includes(id)),
    orphaned: after.filter((id) => !before.includes(id) && !made.includes(id) && !isNamed(id)),
  }).toEqual({ inTwoStates: [], inStateButGone: [], takenFromOthers: [], goneFromOthers: [], orphaned: [] });
  expectJustified(aftermath);
  await expectUsable(place, outcomes);
  await expectNoDifference(place, outcomes);
}

/** Giving up is right only where another resource has the same link, or where all answers that there may be were lost. */
function expectJustified(aftermath: Aftermath): void {
  const { outcomes } = aftermath;
  const failed = outcomes.filter(
    ({ declaration, args, error }) =>
      error && !(declaration.kind === "edge" && outcomes.some((other) => other.args === args && other.state)),
  );
  const reasons = failed.map(({ error }) => error?.message ?? "");
  expect(reasons.filter((text) => !/It was sent twice, and|were made and revoked/.test(text))).toEqual([]);
  expect(postsOf(aftermath).length).toBeGreaterThanOrEqual(outcomes.length + failed.length);
}

/** Whatever went wrong meanwhile, in the end nobody was left without an object. */
export function expectAllSucceeded({ outcomes }: Aftermath): void {
  expect(outcomes.flatMap(({ error }) => (error ? [error.message] : []))).toEqual([]);
}

/** A key in the state opens the API; a signing secret is the one that the server signs with. */
async function expectUsable(place: Workshop, outcomes: Outcome[]): Promise<void> {
  for (const { declaration, state } of outcomes) {
    for (const name of state ? namesOf(declaration, "once") : []) {
      const value = String(state?.outputs[name]);
      if (value.startsWith("sk-")) expect(await statusWith(place, value)).not.toBe(401);
      else expect(signsWith(place)).toContain(createHash("sha256").update(value).digest("hex"));
    }
  }
}

function signsWith(place: Workshop): string[] {
  return place.emulator.state().tables.webhook_endpoints.map((row) => row.secret_hash);
}

/** 401: the key does not exist; any other answer comes from behind the door. */
async function statusWith(place: Workshop, key: string): Promise<number> {
  const path = key.startsWith("sk-admin-") ? "/organization/projects" : "/models";
  const request = new Request(`http://emulator/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  return (await place.emulator.fetch(request)).status;
}

/** The next run's refresh finds everything as the program wants it. */
async function expectNoDifference(place: Workshop, outcomes: Outcome[]): Promise<void> {
  const session = place.session();
  for (const { declaration, args, state } of outcomes) {
    if (!state) continue;
    const shell = new Shell(declaration.token, () => session);
    const seen = await shell.refresh(state);
    if (!seen) throw new Error(`${declaration.token} ${state.id} was called gone`);
    expect(seen.id).toBe(state.id);
    expect(await shell.diff(seen, args)).toMatchObject({ changes: false, replaces: [] });
  }
}

export const madeKinds = kindsThat(({ kind }) => kind !== "existing");

/** Whether a lost object is useless because its secret is lost with it: a webhook's can be had anew, a key's cannot. */
export const isRevokedWhenLost = (declaration: Declaration): boolean =>
  namesOf(declaration, "once").length > 0 && declaration.token !== "WebhookEndpoint";

/** Kinds whose create is tried most, for they cost most when doubled, and how many seeds each kind gets. */
const foremost = ["Project", "ServiceAccountApiKey", "WebhookEndpoint", "VectorStore"].map(kindOf);

/** `make soak` gives every kind the full number. */
export const seedsFor = (declaration: Declaration): number =>
  process.env.SOAK || foremost.includes(declaration) ? 100 : 5;

/** Runs a storm for each of many seeds; a failure names the seed that it can be had again with. */
export async function withSeeds(count: number, work: (seed: number) => Promise<void>): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    try {
      await work(seed);
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}
