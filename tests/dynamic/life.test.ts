import { seedKeys } from "../../emulator";
import type { Declaration, WordName } from "../../provider/kernel/declaration";
import {
  argumentNames,
  endsWithDestroy,
  everyKind,
  kindOf,
  kindsThat,
  livesInProject,
  namesOf,
} from "../kernel/facts";
import { removeRow, sampleArgs } from "../support/fixtures";
import { type Bag, hidden, stage, unknown } from "./shell";

const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

async function born(token: string, own?: Bag) {
  const { place, shell } = stage();
  const args: Bag = own ?? (await sampleArgs(place, kindOf(token)));
  const state = await shell(token).create(args);
  place.emulator.advance(600);
  place.calls();
  // Every step below is a run of its own.
  return { place, args, state, run: () => shell(token, place.session()) };
}

describe.each(everyKind)("a dynamic %s", (token, declaration) => {
  it("keeps which arguments the program set, who made it, and its line of code", async () => {
    const { args, state } = await born(token);
    expect(hidden(state).set).toEqual(Object.keys(args).sort());
    expect(hidden(state).seenWith).toMatch(/^[0-9a-f]{12}@org-emulator$/);
    expect(state.outputs).toMatchObject({ ...args, __provider: state.inputs.__provider });
  });

  it("shows no difference to the same program, without a call", async () => {
    const { place, args, state, run } = await born(token);
    expect(await run().diff(state, args)).toEqual(nothing);
    expect(place.calls()).toEqual([]);
  });

  it("is the same after a refresh, and still shows no difference", async () => {
    const { args, state, run } = await born(token);
    const seen = await run().refresh(state);
    if (!seen) throw new Error("gone");
    expect(seen.inputs).toEqual(state.inputs);
    expect(seen.outputs).toMatchObject(steady(state.outputs, declaration));
    expect(await run().diff(seen, args)).toEqual(nothing);
    const again = await run().refresh(seen);
    expect(again).toEqual(seen);
  });

  it("keeps all that it keeps through an update in which nothing changed", async () => {
    const { place, args, state, run } = await born(token);
    const next = await run().update(state, args);
    expect(next.outputs).toEqual(state.outputs);
    expect(place.calls()).toEqual([]);
  });

  it("is dropped from the state once it is gone", async () => {
    const { place, state, run } = await born(token);
    if (endsWithDestroy(declaration)) await run().delete(state);
    else removeRow(place, declaration, state.id);
    expect(await run().refresh(state)).toBeUndefined();
  });

  it("can be deleted twice", async () => {
    const { state, run } = await born(token);
    await run().delete(state);
    await run().delete(state);
  });
});

describe.each(kindsThat(livesInProject))("a dynamic %s whose project was archived", (token) => {
  it("is dropped from the state", async () => {
    const { place, state, run } = await born(token);
    const world = place.emulator.state();
    for (const row of world.tables.projects) {
      if (row.id === state.outputs.projectId) row.archived_at = 1_795_000_000;
    }
    place.emulator.restore(world);
    expect(await run().refresh(state)).toBeUndefined();
  });
});

/** What a refresh must not change. */
function steady(outputs: Bag, { props }: Declaration): Bag {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !props[name]?.options.volatile));
}

describe("an argument", () => {
  it("that was never set but that the API returns is no difference", async () => {
    const { state, run } = await born("Project", { name: "search" });
    expect(state.outputs.residency).toBe("GLOBAL");
    expect(await run().diff(state, { name: "search" })).toEqual(nothing);
    const seen = await run().refresh(state);
    if (!seen) throw new Error("gone");
    expect(hidden(seen).set).toEqual(["name"]);
    expect(await run().diff(seen, { name: "search" })).toEqual(nothing);
  });

  it("that is set for the first time to what the API returned is a difference of the program's", async () => {
    const { state, run } = await born("Project", { name: "search" });
    const answer = await run().diff(state, { name: "search", residency: "EU_STORAGE_PROCESSING" });
    expect(answer).toMatchObject({ changes: true, replaces: ["residency"] });
  });

  it("that was removed differs from one that was never there", async () => {
    const { place, shell } = stage();
    const store = shell("VectorStore");
    const expiresAfter = { anchor: "last_active_at", days: 7 };
    const state = await store.create({ name: "s", expiresAfter });
    expect(await store.diff(state, { name: "s" })).toMatchObject({ changes: true, replaces: [] });
    const without = await store.update(state, { name: "s" });
    expect(hidden(without).set).toEqual(["name"]);
    expect(without.outputs).not.toHaveProperty("expiresAfter");
    expect(place.emulator.state().tables.vector_stores[0]?.expires_after).toBeNull();
    expect(await store.diff(without, { name: "s" })).toEqual(nothing);
  });

  it("that is null is absent", async () => {
    const { args, state, run } = await born("VectorStore");
    expect(await run().diff(state, { ...args, description: null, fileIds: null })).toEqual(nothing);
  });

  it("that replaces is named", async () => {
    const { args, state, run } = await born("VectorStore");
    expect(await run().diff(state, { ...args, description: "other" })).toEqual({
      changes: true,
      replaces: ["description"],
      deleteBeforeReplace: false,
    });
  });
});

describe("a value that is not known yet", () => {
  // Beside its other spelling, an argument cannot be given at all.
  const lone = (declaration: Declaration, ...words: WordName[]) => {
    const spellings = declaration.either.flat();
    const names = argumentNames(declaration).filter((name) => !spellings.includes(name));
    return namesOf(declaration, ...words).filter((name) => names.includes(name));
  };
  const rows = (...words: WordName[]) =>
    everyKind.flatMap(([token, declaration]) =>
      lone(declaration, ...words).map((name) => [token, name] as const),
    );

  it.each(rows("parent", "fixed", "content"))(
    "in a %s replaces it, where %s is fixed",
    async (token, name) => {
      const { args, state, run } = await born(token);
      const answer = await run().diff(state, { ...args, [name]: unknown });
      expect(answer).toMatchObject({ changes: true, replaces: [name] });
    },
  );

  it.each(rows("mutable", "ours"))("in a %s updates it, where %s can be changed", async (token, name) => {
    const { args, state, run } = await born(token);
    expect(await run().diff(state, { ...args, [name]: unknown })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it.each([
    ["ProjectRole", { permissions: ["a.read", unknown] }],
    ["VectorStore", { metadata: { team: unknown } }],
  ])("deep inside an argument of a %s updates it", async (token, change) => {
    const { args, state, run } = await born(token);
    expect(await run().diff(state, { ...args, ...change })).toMatchObject({ changes: true, replaces: [] });
  });

  it("leaves Check as it came in", async () => {
    const { shell } = stage();
    const args = { name: unknown, metadata: { a: unknown, b: "c" }, fileIds: ["file-1", unknown] };
    expect(await shell("VectorStore").inputs(args)).toEqual(shell("VectorStore").withLine(args));
  });
});

describe("the argument apiKey", () => {
  const args = { name: "docs" };

  it("is used in place of the stack's key", async () => {
    const { place, shell } = stage();
    await shell("VectorStore").create({ ...args, apiKey: seedKeys.otherProject });
    expect(place.emulator.state().tables.vector_stores[0]?.project_id).toBe("proj_other");
  });

  it("is kept in the state, where later reads and the deletion find it", async () => {
    const { place, shell } = stage();
    const keyless = place.session({ apiKey: undefined, adminApiKey: undefined });
    const store = shell("VectorStore", keyless);
    const state = await store.create({ ...args, apiKey: seedKeys.otherProject });
    expect(state.outputs.apiKey).toBe(seedKeys.otherProject);
    const seen = await store.refresh(state);
    expect(seen?.outputs.apiKey).toBe(seedKeys.otherProject);
    expect(seen?.inputs.apiKey).toBe(seedKeys.otherProject);
    await store.delete(state);
    expect(place.emulator.state().tables.vector_stores).toEqual([]);
  });

  it("is no argument of the API: it is not among those that the program set", async () => {
    const { shell } = stage();
    const state = await shell("VectorStore").create({ ...args, apiKey: seedKeys.otherProject });
    expect(hidden(state).set).toEqual(["name"]);
  });

  it.each([
    ["a new value", { apiKey: seedKeys.project }, { apiKey: "sk-proj-rotated" }],
    ["a first value", {}, { apiKey: seedKeys.project }],
    ["none any more", { apiKey: seedKeys.project }, {}],
  ])("with %s is an update without a call", async (_, before, after) => {
    const { place, shell } = stage();
    const store = shell("VectorStore");
    const state = await store.create({ ...args, ...before });
    place.calls();
    expect(await store.diff(state, { ...args, ...after })).toMatchObject({ changes: true, replaces: [] });
    const next = await store.update(state, { ...args, ...after });
    expect(place.calls()).toEqual([]);
    expect(next.outputs.apiKey).toBe((after as Bag).apiKey);
    expect(await store.diff(next, { ...args, ...after })).toEqual(nothing);
  });

  it("that is not known yet is an update, never a replacement", async () => {
    const { shell } = stage();
    const store = shell("VectorStore");
    const state = await store.create({ ...args, apiKey: seedKeys.project });
    expect(await store.diff(state, { ...args, apiKey: unknown })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("that is null is absent", async () => {
    const { shell } = stage();
    expect((await shell("VectorStore").check({ ...args, apiKey: null })).failures).toEqual([]);
    expect((await shell("Project").check({ name: "x", apiKey: null })).failures).toEqual([]);
  });
});

describe("a state that the plugin has written", () => {
  it.each(everyKind)("of a %s asks for one update without a call, and is then at rest", async (token) => {
    const { place, args, state, run } = await born(token);
    const { __provider, __openai, ...outputs } = state.outputs;
    const { __provider: _, ...inputs } = state.inputs;
    const foreign = { id: state.id, inputs, outputs };
    expect(await run().diff(foreign, args)).toMatchObject({ changes: true, replaces: [] });
    const next = await run().update(foreign, args);
    expect(place.calls()).toEqual([]);
    expect(hidden(next).set).toEqual(Object.keys(args).sort());
    expect(await run().diff(next, args)).toEqual(nothing);
  });

  it("asks for that update also where it has the names of the arguments but no line of code", async () => {
    const { place, args, state, run } = await born("Project");
    const { __provider, ...outputs } = state.outputs;
    const foreign = { ...state, outputs };
    expect(await run().diff(foreign, args)).toMatchObject({ changes: true, replaces: [] });
    const next = await run().update(foreign, args);
    expect(place.calls()).toEqual([]);
    expect(await run().diff(next, args)).toEqual(nothing);
  });
});

describe("a rate limit", () => {
  it("keeps the former values in its outputs until it is destroyed", async () => {
    const { place, state, run } = await born("ProjectRateLimit");
    const former = { maxRequestsPer1Minute: 10_000, maxTokensPer1Minute: 2_000_000 };
    expect(state.outputs.restoreTo).toEqual(former);
    const seen = await run().refresh(state);
    expect(seen?.outputs.restoreTo).toEqual(former);
    await run().delete(seen ?? state);
    const rows = place.emulator.state().tables.rate_limits;
    const row = rows.find(({ project_id, model }) => state.id.startsWith(project_id) && model === "gpt-4o");
    expect(row?.max_requests_per_1_minute).toBe(10_000);
  });
});

it("drift reaches the engine as inputs that differ from the program's", async () => {
  const { place, args, state, run } = await born("Project");
  const world = place.emulator.state();
  for (const row of world.tables.projects) if (row.id === state.id) row.name = "by hand";
  place.emulator.restore(world);
  const seen = await run().refresh(state);
  if (!seen) throw new Error("gone");
  expect(seen.inputs.name).toBe("by hand");
  expect(await run().diff(seen, args)).toEqual({ ...nothing, changes: true });
  const repaired = await run().update(seen, args);
  expect(repaired.outputs.name).toBe(args.name);
});
