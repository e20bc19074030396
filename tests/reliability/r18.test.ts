import type { FaultAction } from "../../emulator";
import { sleep } from "../../provider/api/clock";
import { Shell } from "../dynamic/shell";
import { Account, endOf, Key, Project, Role } from "../lifecycle/house";
import type { Workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { deleted, type Kept, keep, refreshed, tablesOf, World } from "./support-reads";

const seeds = 30;

/** The archiving happens, and nobody learns of it. */
const lostReplies: FaultAction[] = [
  { type: "reset-after" },
  { type: "truncate" },
  { type: "garbage", when: "after" },
  { type: "delay", ms: 90_000, when: "after" },
  ...[500, 502, 503, 504].map((status): FaultAction => ({ type: "status", status, when: "after" })),
];

describe("R18: a project is archived, and the connection breaks before the reply", () => {
  let world: World;
  let project: Kept;
  let children: Kept[];

  beforeAll(async () => {
    world = await World.of(async (place) => {
      project = await keep(place, Project, { args: { name: "search" } });
      const projectId = project.state.id;
      const bot = await keep(place, Account, { args: { projectId, name: "bot" } });
      const { serviceAccountId } = bot.state.outputs;
      const key = { projectId, serviceAccountId, name: "k", allPermissions: true };
      const role = { projectId, name: "reader", permissions: ["api.model.read"] };
      children = [await keep(place, Key, { args: key }), bot, await keep(place, Role, { args: role })];
    });
  });

  function loseReplies(place: Workshop, dice: Dice): void {
    const count = dice.between(1, 4);
    for (let nth = 1; nth <= count; nth++) {
      place.emulator.fault({ match: { ...endOf(Project), nth }, action: dice.pick(lostReplies) });
    }
  }

  const archivedAt = (place: Workshop) =>
    place.emulator.state().tables.projects.find(({ id }) => id === project.state.id)?.archived_at;

  it("destroying ends well, and the project is archived once, when it was first said", async () => {
    await withSeeds(seeds, async (seed) => {
      const place = world.enter();
      loseReplies(place, new Dice(seed));
      const session = place.session();
      for (const child of children) expect(await deleted(child, session)).toBe("dropped");
      const before = place.emulator.advance(0);
      expect(await deleted(project, session)).toBe("dropped");
      expect(archivedAt(place)).toBe(before);
      expect(place.said.filter((line) => line.includes("archived"))).toHaveLength(1);
    });
  });

  it("and doing it all once more, in this run or another, changes nothing", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = world.enter();
      loseReplies(place, dice);
      const session = place.session();
      expect(await deleted(project, session)).toBe("dropped");
      place.emulator.clearFaults();
      const after = tablesOf(place);
      await sleep(place.clock, dice.between(0, 600_000));
      for (const it of [...children, project]) {
        expect(await deleted(it, dice.chance(0.5) ? session : place.session())).toBe("dropped");
        expect(await refreshed(it, dice.chance(0.5) ? session : place.session())).toBe("dropped");
      }
      expect(tablesOf(place)).toEqual(after);
    });
  });

  it("and a project of the same name that is made next is another one, and is left alone", async () => {
    const place = world.enter();
    loseReplies(place, new Dice(1));
    const session = place.session();
    await deleted(project, session);
    const next = await new Shell(Project.token, () => session).create(project.args);
    expect(next.id).not.toBe(project.state.id);
    await deleted(project, session);
    expect(await refreshed({ ...project, state: next }, place.session())).toHaveProperty("id", next.id);
  });

  it("and where no attempt is answered, it ends with an error, and the next destroy ends well", async () => {
    const place = world.enter();
    place.emulator.fault({ match: { ...endOf(Project), times: 99 }, action: { type: "reset-after" } });
    const started = place.clock.now();
    const fate = await deleted(project, place.session());
    expect(fate).toHaveProperty(
      "message",
      expect.stringContaining("Whether it was carried out is not known"),
    );
    expect(place.clock.now() - started).toBeLessThanOrEqual(10 * 60_000);
    place.emulator.clearFaults();
    const at = archivedAt(place);
    expect(await deleted(project, place.session())).toBe("dropped");
    expect(archivedAt(place)).toBe(at);
  });
});
