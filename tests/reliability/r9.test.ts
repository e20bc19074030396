import { Shell } from "../dynamic/shell";
import { changed, everyKind, firstUpdate, kindsThat } from "../kernel/facts";
import { endOf, errorOf, itemOf, listOf, route } from "../lifecycle/house";
import { sampleArgs, withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import { madeKinds } from "./reckoning";

/** What the API says when somebody has to pay or to raise a budget: as the error's code, or as its type. */
const exhausted: [string, { code: string | null; type: string }][] = [
  ["project_spend_limit_exceeded", { code: "project_spend_limit_exceeded", type: "requests" }],
  ["insufficient_quota", { code: null, type: "insufficient_quota" }],
];

type Words = { code: string | null; type: string };

/** From now on the whole API refuses; a waiting time that it names would make no difference. */
function exhaust(place: Workshop, words: Words): void {
  place.calls();
  const error = { message: "The budget is used up.", param: null, ...words };
  place.emulator.fault({
    match: { times: 1_000 },
    action: { type: "status", status: 429, headers: { "retry-after": "20" }, body: { error } },
  });
}

/** One call, one error that says it once, and no waiting. */
async function expectOneRefusal(
  place: Workshop,
  name: string,
  calls: string[],
  work: () => Promise<unknown>,
) {
  const began = place.clock.now();
  const error = await errorOf(work());
  expect(error.code).toBe("refused");
  expect(error.details.status).toBe(429);
  expect(error.message.split(name)).toHaveLength(2);
  expect(error.message.split("The budget is used up")).toHaveLength(2);
  expect(error.message.split("Nothing was changed.")).toHaveLength(2);
  expect(place.calls()).toHaveLength(1);
  expect(calls).toContain(place.emulator.requests()[0]?.route ?? calls[0]);
  expect(place.clock.now() - began).toBeLessThan(1_000);
}

describe.each(exhausted)("R9: 429 %s, which no waiting lifts,", (name, words) => {
  it.each(madeKinds)("is told once when a %s is made", async (token, declaration) => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    exhaust(place, words);
    const shell = new Shell(token, () => place.session());
    const calls = [route(declaration.at.create), listOf(declaration)];
    await expectOneRefusal(place, name, calls, () => shell.create(args));
  });

  it.each(everyKind)(
    "is told once when a %s is read, which is not called gone",
    async (token, declaration) => {
      const place = workshop();
      const shell = new Shell(token, () => place.session());
      const state = await shell.create(await sampleArgs(place, declaration));
      place.emulator.advance(600);
      exhaust(place, words);
      const later = new Shell(token, () => place.session());
      const calls = [itemOf(declaration), listOf(declaration)];
      await expectOneRefusal(place, name, calls, () => later.refresh(state));
    },
  );

  it.each(kindsThat((declaration) => firstUpdate(declaration) !== undefined))(
    "is told once when a %s is changed",
    async (token, declaration) => {
      const place = workshop();
      const { args: sample, change } = firstUpdate(declaration) ?? { args: {}, change: {} };
      const args = await withRealParents(place, declaration, sample);
      const shell = new Shell(token, () => place.session());
      const state = await shell.create(args);
      exhaust(place, words);
      await expectOneRefusal(place, name, [itemOf(declaration)], () =>
        shell.update(state, changed(args, change)),
      );
    },
  );

  it.each(kindsThat(({ kind }) => kind !== "existing" && kind !== "run"))(
    "is told once when a %s is destroyed",
    async (token, declaration) => {
      const place = workshop();
      const shell = new Shell(token, () => place.session());
      const state = await shell.create(await sampleArgs(place, declaration));
      exhaust(place, words);
      await expectOneRefusal(place, name, [endOf(declaration).route], () => shell.delete(state));
    },
  );
});
