import { newProject, route } from "../lifecycle/house";
import { outputOf, type Program } from "../support/small-engine";
import { beKilled, expectDestroyed, expectSettled, fail, scenes, succeed, tablesOf } from "./harness";

const nothing = async () => undefined;
const seeds = 10;

const team = (name: string): Program => [
  { name: "home", token: "Project", args: { name } },
  { name: "robot", token: "ProjectServiceAccount", args: { projectId: outputOf("home"), name: "robot" } },
  {
    name: "key",
    token: "ServiceAccountApiKey",
    args: {
      projectId: outputOf("home"),
      serviceAccountId: outputOf("robot", "serviceAccountId"),
      name: "key",
      allPermissions: true,
    },
  },
  { name: "store", token: "VectorStore", args: { name: "s", apiKey: outputOf("key", "value") } },
];

describe("the small engine", () => {
  it("makes what a program says, dependencies first, and deletes it the other way round", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      const steps = await succeed(engine.up(team("a")));
      expect(steps).toEqual([
        "create Project home",
        "create ProjectServiceAccount robot",
        "create ServiceAccountApiKey key",
        "create VectorStore store",
      ]);
      await expectSettled({ engine }, team("a"));
      expect(await succeed(engine.destroy())).toEqual([
        "delete VectorStore store",
        "delete ServiceAccountApiKey key",
        "delete ProjectServiceAccount robot",
        "delete Project home",
      ]);
      expect(tablesOf(place).vector_stores).toEqual([]);
    });
  });

  it("previews without a call, with outputs that are not known yet", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      expect(await succeed(engine.preview(team("a")))).toHaveLength(4);
      expect(place.calls()).toEqual([]);
      expect(engine.snapshot.entries).toEqual([]);
    });
  });

  it("updates in place, and knows the id while it does", async () => {
    await scenes(seeds, nothing, async ({ engine }) => {
      await succeed(engine.up(team("a")));
      expect(await succeed(engine.preview(team("b")))).toEqual(["update Project home"]);
      expect(await succeed(engine.up(team("b")))).toEqual(["update Project home"]);
      await expectSettled({ engine }, team("b"));
    });
  });

  it("creates the new before it deletes the old, at the end", async () => {
    const program = (projectId: string): Program => [
      { name: "robot", token: "ProjectServiceAccount", args: { projectId, name: "robot" } },
      { name: "other", token: "ProjectServiceAccount", args: { projectId: "proj_other", name: "other" } },
    ];
    await scenes(seeds, newProject, async (scene, home) => {
      const { engine } = scene;
      await succeed(engine.up(program("proj_other")));
      const steps = await succeed(engine.up(program(home)));
      expect(steps).toEqual(["replace ProjectServiceAccount robot", "delete ProjectServiceAccount robot"]);
      await expectSettled(scene, program(home));
      await expectDestroyed(scene);
    });
  });

  it("deletes the old first where a resource is told to, with what depends on it", async () => {
    const program = (residency?: string): Program => [
      {
        name: "home",
        token: "Project",
        args: { name: "a", ...(residency ? { residency } : {}) },
        options: { deleteBeforeReplace: true },
      },
      { name: "robot", token: "ProjectServiceAccount", args: { projectId: outputOf("home"), name: "robot" } },
    ];
    await scenes(seeds, nothing, async (scene) => {
      const { engine } = scene;
      await succeed(engine.up(program()));
      const next = program("EU_STORAGE_PROCESSING");
      expect(await succeed(engine.up(next))).toEqual([
        "delete ProjectServiceAccount robot",
        "delete Project home",
        "replace Project home",
        "replace ProjectServiceAccount robot",
      ]);
      await expectSettled(scene, next);
    });
  });

  it("finishes in the next run what a killed one has left", async () => {
    await scenes(seeds, newProject, async (scene, home) => {
      const { engine } = scene;
      const program = (projectId: string): Program => [
        { name: "robot", token: "ProjectServiceAccount", args: { projectId, name: "robot" } },
      ];
      await succeed(engine.up(program("proj_other")));
      await beKilled(engine.up(program(home), { kill: { after: 1 } }));
      expect(engine.snapshot.entries.map(({ pendingDelete = false }) => pendingDelete)).toEqual([
        true,
        false,
      ]);
      expect(await succeed(engine.up(program(home)))).toEqual(["delete ProjectServiceAccount robot"]);
      await expectSettled(scene, program(home));
      await expectDestroyed(scene);
    });
  });

  it("forgets what a step did during which it was killed", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      const program: Program = [{ name: "home", token: "Project", args: { name: "a" } }];
      await beKilled(engine.up(program, { kill: { during: 1 } }));
      expect(engine.snapshot.entries).toEqual([]);
      expect(place.emulator.state().tables.projects.filter(({ name }) => name === "a")).toHaveLength(1);
    });
  });

  it("keeps what was made although a later step failed", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      const failing = { match: { method: "POST", route: route("/vector_stores"), times: 20 } } as const;
      place.emulator.fault({ ...failing, action: { type: "status", status: 400 } });
      await fail(engine.up(team("a")));
      expect(engine.snapshot.entries.map(({ name }) => name)).toEqual(["home", "robot", "key"]);
      place.emulator.clearFaults();
      expect(await succeed(engine.up(team("a")))).toEqual(["create VectorStore store"]);
    });
  });

  it("drops in a refresh what is gone, and takes an alias for the same resource", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      const program = (name: string, ...aliases: { name: string }[]): Program => [
        { name, token: "VectorStore", args: { name: "s" }, options: { aliases } },
      ];
      await succeed(engine.up(program("a")));
      expect(await succeed(engine.up(program("b", { name: "a" }), { refresh: true }))).toEqual([]);
      const state = place.emulator.state();
      state.tables.vector_stores = [];
      place.emulator.restore(state);
      place.emulator.advance(600);
      await succeed(engine.refresh());
      expect(engine.snapshot.entries).toEqual([]);
    });
  });

  it("spares a resource its delete where it goes with another", async () => {
    await scenes(seeds, nothing, async ({ engine, place }) => {
      const [home, robot] = team("a");
      if (!home || !robot) throw new Error("no team");
      await succeed(engine.up([home, { ...robot, options: { deletedWith: "home" } }]));
      place.calls();
      await succeed(engine.destroy());
      expect(place.calls().filter((call) => !call.startsWith("GET"))).toEqual([
        "POST /organization/projects/{project_id}/archive",
      ]);
    });
  });

  it("deletes and replaces nothing that is protected", async () => {
    await scenes(seeds, nothing, async ({ engine }) => {
      const program = (residency?: string): Program => [
        {
          name: "p",
          token: "Project",
          args: { name: "a", ...(residency ? { residency } : {}) },
          options: { protect: true },
        },
      ];
      await succeed(engine.up(program()));
      expect(await fail(engine.up(program("EU_STORAGE_PROCESSING")))).toMatch(/protected/);
      expect(await fail(engine.up([]))).toMatch(/protected/);
      expect(await fail(engine.up(program(), { replace: ["p"] }))).toMatch(/protected/);
    });
  });
});
