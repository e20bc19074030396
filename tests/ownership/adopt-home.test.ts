import type { Properties } from "../../provider/kernel/values";
import { Project, route } from "../lifecycle/house";
import { create } from "../support/entries";
import { type Declared, outputOf, type Program } from "../support/small-engine";
import { adoptSeeds } from "./adopted";
import { expectSettled, fail, type Scene, scenes, succeed, tablesOf } from "./harness";

describe("a project that a program adopts", () => {
  const byHand = async (place: Scene["place"]) =>
    (await create(place.session(), Project, { name: "shop" })).id;
  const as = (
    name: string,
    adopt?: string,
    options?: Declared["options"],
    more: Properties = {},
  ): Program => [
    { name, token: "Project", args: { name: "shop", ...more }, adopt, options },
    { name: "robot", token: "ProjectServiceAccount", args: { projectId: outputOf(name), name: "robot" } },
  ];

  it("keeps what lives in it: another name needs an alias, as the error says before any call", async () => {
    await scenes(adoptSeeds("Project", 4), byHand, async (scene, id) => {
      const { engine, place } = scene;
      await succeed(engine.up(as("billing", id)));
      const there = tablesOf(place);
      const state = structuredClone(engine.snapshot.entries);
      place.calls();
      for (const work of [engine.preview(as("billing-v2", id)), engine.up(as("billing-v2", id))]) {
        const said = await fail(work);
        expect(said).toContain(id);
        expect(said).toContain('aliases: [{ name: "billing" }]');
      }
      expect(place.calls()).toEqual([]);
      expect(engine.snapshot.entries).toEqual(state);
      const next = as("billing-v2", undefined, { aliases: [{ name: "billing" }] });
      await succeed(engine.up(next));
      expect(tablesOf(place)).toEqual(there);
      await expectSettled(scene, next);
    });
  });

  it("is replaced for another fixed argument although it is still to be adopted: the old one ends", async () => {
    await scenes(adoptSeeds("Project", 4), byHand, async (scene, id) => {
      const { engine, place } = scene;
      await succeed(engine.up(as("a", id)));
      const next = as("a", id, undefined, { residency: "EU_STORAGE_PROCESSING" });
      await succeed(engine.up(next));
      const rows = place.emulator.state().tables.projects.filter(({ name }) => name === "shop");
      expect(rows.map((row) => [row.id === id, row.archived_at === null, row.residency])).toEqual([
        [true, false, "GLOBAL"],
        [false, true, "EU_STORAGE_PROCESSING"],
      ]);
      await expectSettled(scene, next);
      expect(place.calls()).toContain(`POST ${route(`${Project.at.item}/archive`)}`);
    });
  });
});
