import fc from "fast-check";
import { check } from "../../provider/kernel/check";
import type { Declaration } from "../../provider/kernel/declaration";
import { isOpenAIError } from "../../provider/kernel/errors";
import type { Properties } from "../../provider/kernel/values";
import type { Session } from "../../provider/lifecycle/session/session";
import { hidden, Shell, type State } from "../dynamic/shell";
import { argumentsOf } from "../kernel/arbitrary-arguments";
import { everyKind, unwaited } from "../kernel/facts";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";

/** Arguments that name something which has to be there, beside those that name resources of ours. */
const referring = [
  "userId",
  "role",
  "roleId",
  "email",
  "model",
  "models",
  "source",
  "filename",
  "externalKeyId",
  "integrations",
];

/** Generated arguments, with what is really there in place of ids and files. */
async function realArgs(
  place: Workshop,
  declaration: Declaration,
  generated: Properties,
): Promise<Properties> {
  const sample = await sampleArgs(place, declaration);
  const args: Properties = { ...generated, ...unwaited(declaration) };
  for (const [name, { options }] of Object.entries(declaration.props)) {
    if (options.of === undefined && !referring.includes(name)) continue;
    if (sample[name] === undefined) delete args[name];
    else args[name] = sample[name];
  }
  // Of two spellings of the same thing a program gives one.
  for (const [first, second] of declaration.either) if (args[first] !== undefined) delete args[second];
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

interface Resource {
  declaration: Declaration;
  args: Properties;
  state: State;
}

/** The first `up` of a program; undefined where Check or the API refuses it. */
async function firstUp(
  place: Workshop,
  declaration: Declaration,
  drafts: Properties[],
): Promise<Resource[] | undefined> {
  const session = place.session();
  const resources: Resource[] = [];
  for (const draft of drafts) {
    const args = await realArgs(place, declaration, draft);
    if (check(declaration, args, {}).length > 0) return undefined;
    // A key that has expired meanwhile has to be replaced.
    if (typeof args.expiresInSeconds === "number" && args.expiresInSeconds < 3600) return undefined;
    try {
      const state = await shellOf(declaration, session).create(args);
      resources.push({ declaration, args, state });
    } catch (error) {
      if (isOpenAIError(error) && ["refused", "usage"].includes(error.code)) return undefined;
      throw error;
    }
  }
  return resources;
}

const shellOf = (declaration: Declaration, session: Session) => new Shell(declaration.token, () => session);
const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

/** Check and Diff of every resource: what `preview` does, and `up` where it finds nothing to do. */
async function expectNothingToDo(place: Workshop, resources: Resource[]): Promise<void> {
  place.calls();
  const session = place.session();
  for (const { declaration, args, state } of resources) {
    expect(await shellOf(declaration, session).diff(state, args)).toEqual(nothing);
  }
  expect(place.calls()).toEqual([]);
}

async function refreshed(place: Workshop, resources: Resource[]): Promise<Resource[]> {
  const session = place.session();
  const seen: Resource[] = [];
  for (const resource of resources) {
    const state = await shellOf(resource.declaration, session).refresh(resource.state);
    if (!state) throw new Error("called gone");
    expect(state.inputs).toEqual(resource.state.inputs);
    expect(hidden(state).set).toEqual(hidden(resource.state).set);
    seen.push({ ...resource, state });
  }
  return seen;
}

const runs = 8;

describe.each(everyKind)("R30: a generated program of %s resources", (_, declaration) => {
  it("is done after its first `up`: refresh, `up` and preview find nothing to do", async () => {
    let done = 0;
    const programs = fc.array(argumentsOf(declaration), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(programs, async (drafts) => {
        const place = workshop();
        const resources = await firstUp(place, declaration, drafts);
        fc.pre(resources !== undefined);
        done++;
        place.emulator.advance(600);
        await expectNothingToDo(place, resources);
        const once = await refreshed(place, resources);
        await expectNothingToDo(place, once);
        const twice = await refreshed(place, once);
        expect(twice).toEqual(once);
        await expectNothingToDo(place, twice);
      }),
      { numRuns: runs, seed: 30, maxSkipsPerRun: 200 },
    );
    expect(done).toBe(runs);
  });
});
