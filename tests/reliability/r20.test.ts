import { sleep } from "../../provider/api/clock";
import type { Properties } from "../../provider/kernel/values";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { Session } from "../../provider/lifecycle/session/session";
import { changed, everyKind, firstUpdate, kindsThat } from "../kernel/facts";
import { type Declaration, expectAlive } from "../lifecycle/house";
import { limitedSession } from "../support/limited";
import { type Answer, SecondShell } from "../support/second-shell";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { crowdOf, everyOne } from "./wishes";

const seeds = process.env.SOAK ? 100 : 5;
const crowd = 8;
const soon = 2_000;

/**
 * A run that somebody interrupts at a moment that chance decides: most of its calls then wait a minute for a limit, or
 * their answers are on their way.
 */
class InterruptedRun {
  readonly shell: SecondShell;
  #interruptedAt = Number.POSITIVE_INFINITY;

  constructor(
    readonly place: Workshop,
    dice: Dice,
  ) {
    const { clock, emulator } = place;
    emulator.advance(600);
    emulator.limits({ requestsPerMinute: 2, shape: "window" });
    const { raw, surroundings } = limitedSession(place);
    const wire: typeof surroundings.wire = async (request, signal) => {
      const response = await surroundings.wire(request, signal);
      await sleep(clock, dice.between(0, 15_000));
      return response;
    };
    this.shell = new SecondShell(new Session(raw, { ...surroundings, wire }));
    clock.after(dice.between(0, 75_000), () => {
      this.#interruptedAt = clock.now();
      this.shell.cancel();
    });
  }

  /** Every answer comes within two seconds after the interruption. */
  async all<T>(things: readonly T[], work: (thing: T) => Promise<Answer>): Promise<Answer[]> {
    const answers = await Promise.all(things.map(work));
    expect(this.place.clock.now() - this.#interruptedAt).toBeLessThanOrEqual(soon);
    this.place.emulator.clearLimits();
    return answers;
  }
}

const isDone = ({ status }: Answer) => status === "OK";
const messageOf = (answer: Answer): string => ("message" in answer ? answer.message : "");

/** What a run leaves of its creates: each object is in the state, or an error says that it may exist. */
async function expectAccountedFor(
  place: Workshop,
  declaration: Declaration,
  wishes: Properties[],
  before: string[],
  answers: Answer[],
): Promise<void> {
  const held = answers.flatMap(({ saved }) => (saved ? [saved.id] : []));
  const alive = await everyOne(place, declaration, wishes);
  const loose = alive.filter((id) => !before.includes(id) && !held.includes(id));
  const warned = answers.filter((answer) => !answer.saved && / may exist now\./.test(messageOf(answer)));
  const gone = declaration.kind === "existing" ? [] : held.filter((id) => !alive.includes(id));
  expect({ gone, twice: held.length - new Set(held).size }).toEqual({ gone: [], twice: 0 });
  expect(loose.length).toBeLessThanOrEqual(warned.length);
}

/** Eight objects that are there, with the arguments that they were made with. */
async function furnished(
  place: Workshop,
  declaration: Declaration,
): Promise<{ args: Properties; saved: Saved }[]> {
  const wishes = await crowdOf(place, declaration, crowd);
  const shell = new SecondShell(place.session());
  return Promise.all(
    wishes.map(async (args) => {
      const { saved } = await shell.create(declaration, args);
      if (!saved) throw new Error(`${declaration.token} was not made`);
      return { args, saved };
    }),
  );
}

describe("R20: the command is interrupted, and answers within two seconds", () => {
  it.each(everyKind)(
    "while eight %s are made: what is there is in the state, or said",
    async (_, declaration) => {
      await withSeeds(seeds, async (seed) => {
        const place = workshop();
        const wishes = await crowdOf(place, declaration, crowd);
        const before = await everyOne(place, declaration, wishes);
        const run = new InterruptedRun(place, new Dice(seed));
        const answers = await run.all(wishes, (args) => run.shell.create(declaration, args));
        await expectAccountedFor(place, declaration, wishes, before, answers);
      });
    },
  );

  it.each(everyKind)("while eight %s are read: none is called gone", async (_, declaration) => {
    await withSeeds(seeds, async (seed) => {
      const place = workshop();
      const all = await furnished(place, declaration);
      const run = new InterruptedRun(place, new Dice(seed));
      const answers = await run.all(all, ({ saved, args }) => run.shell.read(declaration, saved, args));
      expect(answers.filter((answer) => isDone(answer) && !answer.saved)).toEqual([]);
    });
  });

  it.each(kindsThat((declaration) => firstUpdate(declaration) !== undefined))(
    "while eight %s are changed: the next run finds each as it was or as it shall be",
    async (_, declaration) => {
      await withSeeds(seeds, async (seed) => {
        const place = workshop();
        const all = await furnished(place, declaration);
        const change = firstUpdate(declaration)?.change ?? {};
        const run = new InterruptedRun(place, new Dice(seed));
        const answers = await run.all(all, ({ saved, args }) =>
          run.shell.update(declaration, saved, args, changed(args, change)),
        );
        for (const [index, { saved, args }] of all.entries()) {
          const kept = answers[index]?.saved ?? saved;
          await expectAlive(place.session(), { declaration, args, saved: kept });
          const again = await new SecondShell(place.session()).update(
            declaration,
            kept,
            args,
            changed(args, change),
          );
          expect(again).toMatchObject({ status: "OK" });
        }
      });
    },
  );

  it.each(kindsThat(({ kind }) => kind !== "existing"))(
    "while eight %s are destroyed: the next run destroys the others",
    async (_, declaration) => {
      await withSeeds(seeds, async (seed) => {
        const place = workshop();
        const all = await furnished(place, declaration);
        const run = new InterruptedRun(place, new Dice(seed));
        const answers = await run.all(all, ({ saved }) => run.shell.delete(declaration, saved));
        const left = all.filter((_each, index) => !answers[index] || !isDone(answers[index]));
        const next = new SecondShell(place.session());
        for (const { saved } of left) expect(await next.delete(declaration, saved)).toEqual({ status: "OK" });
      });
    },
  );
});
