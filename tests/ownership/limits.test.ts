import { itemOf, newProject, RateLimit } from "../lifecycle/house";
import type { Bag, Program } from "../support/small-engine";
import { expectDestroyed, expectSettled, fail, scenes, succeed } from "./harness";
import { seedsOf } from "./links";

const seeds = seedsOf(RateLimit, 3);

const limit = (projectId: string, limits: Bag, name = "a"): Program => [
  { name, token: "ProjectRateLimit", args: { projectId, model: "gpt-4o", ...limits } },
];

describe("a limit", () => {
  it("that was dropped while the API failed is put back by the next run, and all is in the end", async () => {
    await scenes(seeds, newProject, async (scene, projectId) => {
      const { engine, place } = scene;
      const both = limit(projectId, { maxRequestsPer1Minute: 100, maxTokensPer1Minute: 200 });
      const one = limit(projectId, { maxRequestsPer1Minute: 100 });
      await succeed(engine.up(both));
      const match = { method: "POST", route: itemOf(RateLimit), times: 6 } as const;
      place.emulator.fault({ match, action: { type: "status", status: 503 } });
      await fail(engine.up(one));
      place.emulator.clearFaults();
      await succeed(engine.up(one));
      const row = place.emulator
        .state()
        .tables.rate_limits.find((each) => each.project_id === projectId && each.model === "gpt-4o");
      expect(row).toMatchObject({ max_requests_per_1_minute: 100, max_tokens_per_1_minute: 2_000_000 });
      await expectSettled(scene, one);
      await expectDestroyed(scene);
    });
  });

  it("of one row is one resource's, another limit another's, and each puts back its own", async () => {
    await scenes(seeds, newProject, async (scene, projectId) => {
      const { engine, place } = scene;
      const requests = limit(projectId, { maxRequestsPer1Minute: 100 }, "requests");
      const tokens = limit(projectId, { maxTokensPer1Minute: 200 }, "tokens");
      const row = () =>
        place.emulator
          .state()
          .tables.rate_limits.find((each) => each.project_id === projectId && each.model === "gpt-4o");
      await succeed(engine.up([...requests, ...tokens]));
      expect(row()).toMatchObject({ max_requests_per_1_minute: 100, max_tokens_per_1_minute: 200 });
      await expectSettled(scene, [...requests, ...tokens]);
      await succeed(engine.up(tokens));
      expect(row()).toMatchObject({ max_requests_per_1_minute: 10_000, max_tokens_per_1_minute: 200 });
      await expectSettled(scene, tokens);
      await expectDestroyed(scene);
    });
  });

  it("goes from one resource to another with its former value", async () => {
    await scenes(seeds, newProject, async (scene, projectId) => {
      const { engine } = scene;
      const r = { maxRequestsPer1Minute: 100 };
      const t = { maxTokensPer1Minute: 200 };
      const before = [...limit(projectId, { ...r, ...t }, "a")];
      const after = [...limit(projectId, r, "a"), ...limit(projectId, t, "b")];
      for (const program of [before, after, before, after]) {
        await succeed(engine.up(program));
        await expectSettled(scene, program);
      }
      await expectDestroyed(scene);
    });
  });
});
