import type { Declaration, Example } from "../../provider/kernel/declaration";
import { parsePath } from "../../provider/kernel/path";
import {
  type Before,
  type Planned,
  type PlannedChange,
  planChange,
  planCreation,
} from "../../provider/kernel/plan";
import { hasUnknown, type Properties, same } from "../../provider/kernel/values";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { changed, everyKind, kindOf, unwaited } from "../kernel/facts";
import { create, read, update } from "../support/entries";
import { withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";

/** A change of an example: what was planned of it, and what has come of it. */
interface Step {
  plan: PlannedChange;
  former: Saved;
  saved: Saved;
  calls: string[];
}

/** Each example is made and changed as told: what its plan says that it knows is exactly what is there then. */
describe.each([
  ["as its own calls have left it", false],
  ["as a refresh has seen it", true],
])("the plan of an object, %s,", (_, refreshes) => {
  describe.each(everyKind)("of the kind %s", (_, declaration) => {
    it.each(declaration.examples.map((example) => [example.title, example] as const))(
      "holds: %s",
      async (_, example) => {
        for (const { plan, former, saved, calls } of await lived(declaration, example, refreshes)) {
          if (plan.does === "nothing")
            expect({ properties: former.live, calls }).toEqual({ properties: plan.properties, calls: [] });
          else expectAsPlanned(declaration, plan, saved);
        }
      },
    );
  });
});

/** Outputs that no example changes, and that are not known beforehand although they do not change by themselves. */
const unmoved: Record<string, string> = {
  "Project.archivedAt": "the state does not tell what no answer has told yet from what there is not",
};

describe.each(everyKind)("what is not known of a changed %s", (token, { props }) => {
  it("has really changed in an example, by each change that its declaration names, or changes by itself", async () => {
    const unknown = new Set<string>();
    const moved = new Set<string>();
    const declaration = kindOf(token);
    for (const refreshes of [false, true]) {
      for (const example of declaration.examples) {
        for (const { plan, former, saved } of await lived(declaration, example, refreshes)) {
          for (const name of Object.keys(props)) {
            if (!hasUnknown(plan.properties[name])) continue;
            unknown.add(name);
            if (same(former.live[name], saved.live[name])) continue;
            moved.add(name);
            // Where more than one argument changes, nobody can tell which of them did it.
            const [argument, ...others] = [...plan.diff.changes.keys()].map((path) => parsePath(path)[0]);
            if (others.length === 0) moved.add(`${name} after ${String(argument)}`);
          }
        }
      }
    }
    const idle = [...unknown].filter((name) => !moved.has(name) && !props[name]?.options.volatile);
    expect(idle.map((name) => `${token}.${name}`)).toEqual(
      Object.keys(unmoved).filter((name) => name.startsWith(`${token}.`)),
    );
    const named = Object.entries(props).flatMap(([name, { options }]) =>
      (options.after ?? []).map((argument) => `${name} after ${argument}`),
    );
    expect(named.filter((move) => !moved.has(move))).toEqual([]);
  });
});

test("an update that waits for a run knows nothing of what the run may bring", async () => {
  const place = workshop();
  const job = kindOf("FineTuningJob");
  place.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 900 });
  const sample = await withRealParents(place, job, job.examples[0]?.args ?? {});
  const started = { ...sample, ...unwaited(job) };
  const former = await create(place.session(), job, started);
  const plan = planChange(job, beforeOf(former, started), sample);
  expect(plan.does).toBe("update");
  const saved = await update(place.session(), job, former, started, sample);
  expect([former.live.status, saved.live.status]).toEqual(["validating_files", "succeeded"]);
  expectAsPlanned(job, plan, saved);
  for (const name of ["status", "fineTunedModel", "trainedTokens", "finishedAt"])
    expect({ name, isUnknown: hasUnknown(plan.properties[name]) }).toEqual({ name, isUnknown: true });
  expect(plan.properties.fineTuningJobId).toBe(former.id);
});

/** The changes of an example that replace nothing, each planned and then made. */
async function lived(declaration: Declaration, example: Example, refreshes: boolean): Promise<Step[]> {
  const place = workshop();
  const args = await withRealParents(place, declaration, example.args);
  const planned = planCreation(declaration, args);
  let saved = await create(place.session(), declaration, args);
  expectAsPlanned(declaration, planned, saved);
  let said = args;
  const steps: Step[] = [];
  for (const { change } of example.next ?? []) {
    const news = changed(said, withRealIds(change, args, example));
    if (refreshes) ({ saved, said } = await refreshed(place, declaration, saved, said));
    const former = saved;
    const plan = planChange(declaration, beforeOf(former, said), news);
    if (plan.does === "replace") {
      expect(plan).toMatchObject(planCreation(declaration, news));
      continue;
    }
    // Times have whole seconds.
    place.emulator.advance(60);
    place.calls();
    saved = await update(place.session(), declaration, former, said, news);
    steps.push({ plan, former, saved, calls: place.calls() });
    said = news;
  }
  return steps;
}

function beforeOf({ id, live, memo }: Saved, said: Properties): Before {
  return { id, said, live, noted: new Set(memo.noted), restoreTo: memo.restoreTo };
}

async function refreshed(place: Workshop, declaration: Declaration, saved: Saved, said: Properties) {
  const seen = await read(place.session(), declaration, saved, said);
  if (!seen) throw new Error(`${declaration.token} ${saved.id} was called gone`);
  return { saved: seen, said: seen.args };
}

/** What is planned to be known is there as planned, and what is planned not to be there is not. */
function expectAsPlanned({ props }: Declaration, { id, properties }: Planned, saved: Saved): void {
  if (!hasUnknown(id)) expect(saved.id).toBe(id);
  for (const name of Object.keys(props)) {
    const value = properties[name];
    if (hasUnknown(value)) continue;
    expect({ name, value: saved.live[name] ?? null }).toEqual({ name, value: value ?? null });
  }
}

/** An id that the change repeats from the example is that of the same real object. */
function withRealIds(change: object, args: Properties, { args: sample }: Example): object {
  const entries = Object.entries(change);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === sample[name] ? args[name] : value]),
  );
}
