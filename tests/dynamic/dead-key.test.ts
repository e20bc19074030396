import { seedKeys } from "../../emulator";
import { addProjectKey } from "../support/fixtures";
import { thrownBy } from "../support/thrown";
import { hidden, stage } from "./shell";

const key = "sk-proj-rotated-elsewhere";
const args = { name: "docs", apiKey: key };

/** A store whose key, out of the state, was revoked by somebody else. */
async function orphaned() {
  const { place, shell } = stage();
  addProjectKey(place, key);
  const state = await shell("VectorStore").create(args);
  place.emulator.advance(600);
  const world = place.emulator.state();
  world.tables.project_keys = world.tables.project_keys.filter(({ name }) => name !== "added");
  place.emulator.restore(world);
  place.calls();
  return { place, state, run: () => shell("VectorStore", place.session()) };
}

describe("a resource whose key in the state does not work any more", () => {
  it("is kept by a refresh, which says so and does not call it clean, however often", async () => {
    const { place, state, run } = await orphaned();
    let seen = state;
    for (const times of [1, 2]) {
      const next = await run().refresh(seen);
      if (!next) throw new Error("dropped");
      expect(hidden(next).unseen).toBe(times);
      // The engine asks a refresh's Diff whether anything differs.
      expect(await run().diff(next, args)).toMatchObject({ changes: true, replaces: [] });
      expect(next.id).toBe(state.id);
      seen = next;
    }
    expect(place.said.filter((line) => line.includes(`${state.id} was not looked at`))).toHaveLength(2);
  });

  it("is at rest again with a key that works, without a call", async () => {
    const { place, state, run } = await orphaned();
    const seen = await run().refresh(state);
    if (!seen) throw new Error("dropped");
    const news = { name: "docs", apiKey: seedKeys.project };
    place.calls();
    const next = await run().update(seen, news);
    expect(place.calls()).toEqual([]);
    expect(hidden(next)).not.toHaveProperty("unseen");
    expect(await run().diff(next, news)).toMatchObject({ changes: false });
  });

  it("is not called clean by an update with the same key either", async () => {
    const { state, run } = await orphaned();
    const seen = await run().refresh(state);
    if (!seen) throw new Error("dropped");
    const error = await thrownBy(run().update(seen, args));
    expect(error.message).toContain("401");
    expect(error.message).not.toContain(key);
  });

  it("is not destroyed, and the error says what to do", async () => {
    const { state, run } = await orphaned();
    const error = await thrownBy(run().delete(state));
    expect(error.message).toContain("pulumi up");
  });
});
