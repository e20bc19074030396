import { create, update } from "../support/entries";
import { workshop } from "../support/workshop";
import { itemOf, listOf, partialOf, VectorStore } from "./house";

describe("a vector store that is not completed", () => {
  const inProgress = {
    id: "vs_slow",
    object: "vector_store",
    created_at: 1_795_000_000,
    name: "docs",
    usage_bytes: 0,
    file_counts: { in_progress: 1, completed: 0, failed: 0, cancelled: 0, total: 1 },
    status: "in_progress",
    expires_at: null,
    last_active_at: 1_795_000_000,
    metadata: {},
  };
  const completed = { ...inProgress, status: "completed", usage_bytes: 77 };

  function slow(looks: number) {
    const place = workshop();
    const answers = (method: "POST" | "GET", of: string, body: object, nth: number, times: number) =>
      place.emulator.fault({
        match: { method, route: of, nth, times },
        action: { type: "status", status: 200, body },
      });
    answers("POST", listOf(VectorStore), inProgress, 1, 1);
    answers("GET", itemOf(VectorStore), inProgress, 1, looks);
    answers("GET", itemOf(VectorStore), completed, looks + 1, 10_000);
    return place;
  }

  it("is waited for", async () => {
    const place = slow(5);
    const saved = await create(place.session(), VectorStore, { name: "docs" });
    expect(saved.id).toBe("vs_slow");
    expect(saved.live).toMatchObject({ status: "completed", usageBytes: 77, name: "docs" });
  });

  it("is waited for in silence at first, then with one line, and one when it is done", async () => {
    const quick = slow(3);
    await create(quick.session(), VectorStore, { name: "docs" });
    expect(quick.said).toEqual([]);
    const long = slow(40);
    await create(long.session(), VectorStore, { name: "docs" });
    expect(long.said).toHaveLength(2);
  });

  it("is saved with its id when it takes longer than twenty minutes", async () => {
    const place = slow(10_000);
    const started = place.clock.now();
    const partial = await partialOf(create(place.session(), VectorStore, { name: "docs" }));
    expect(partial.saved.id).toBe("vs_slow");
    expect(partial.saved.live).toMatchObject({ name: "docs", status: "in_progress" });
    expect(partial.message).toContain("in_progress");
    const minutes = (place.clock.now() - started) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(20);
    expect(minutes).toBeLessThan(21);
  });

  it("is waited for again by the next update, as the error promised", async () => {
    const place = slow(100);
    const args = { name: "docs" };
    const partial = await partialOf(create(place.session(), VectorStore, args));
    expect(partial.message).toContain("Run `pulumi up` again to go on waiting");
    const saved = await update(place.session(), VectorStore, partial.saved, args, args);
    expect(saved.live.status).toBe("completed");
  });

  it("is saved with its id when looking at it fails", async () => {
    const place = slow(2);
    place.emulator.clearFaults();
    place.emulator.fault({
      match: { method: "POST", route: listOf(VectorStore) },
      action: { type: "status", status: 200, body: inProgress },
    });
    place.emulator.fault({
      match: { method: "GET", route: itemOf(VectorStore), times: 100 },
      action: { type: "status", status: 403 },
    });
    const partial = await partialOf(create(place.session(), VectorStore, { name: "docs" }));
    expect(partial.saved.id).toBe("vs_slow");
    expect(partial.message).toContain("403");
  });
});
