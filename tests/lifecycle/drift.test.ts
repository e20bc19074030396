import { diff } from "../../provider/kernel/diff";
import type { Properties } from "../../provider/kernel/values";
import { everyKind } from "../kernel/facts";
import { find, read } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import {
  Account,
  Assignment,
  anyResident,
  byHand,
  type Declaration,
  errorOf,
  expectAlive,
  Key,
  keyFor,
  Project,
  pathOf,
  RateLimit,
  Role,
  resident,
  VectorStore,
  Webhook,
} from "./house";

interface Case {
  declaration: Declaration;
  also?: Properties;
  /** What somebody writes over the API. */
  hand: Properties;
  /** Paths that a preview then shows. */
  shows: string[];
}

const drift: [string, Case][] = [
  ["a project that was renamed", { declaration: Project, hand: { name: "x" }, shows: ["name"] }],
  [
    "an external key that the program never mentions",
    { declaration: Project, hand: { external_key_id: "extkey_9" }, shows: [] },
  ],
  [
    "an external key that was taken away",
    {
      declaration: Project,
      also: { externalKeyId: "extkey_1" },
      hand: { external_key_id: null },
      shows: ["externalKeyId"],
    },
  ],
  ["a service account's role", { declaration: Account, hand: { role: "owner" }, shows: ["role"] }],
  [
    "a role given to an account for which the program says none",
    { declaration: Account, also: { role: undefined }, hand: { role: "owner" }, shows: [] },
  ],
  [
    "a limit that the program manages",
    {
      declaration: RateLimit,
      hand: { max_requests_per_1_minute: 1 },
      shows: ["maxRequestsPer1Minute"],
    },
  ],
  [
    "a limit that it does not manage",
    { declaration: RateLimit, hand: { batch_1_day_max_input_tokens: 1 }, shows: [] },
  ],
  [
    "permissions in another order",
    {
      declaration: Role,
      hand: { permissions: ["api.files.read", "api.model.read"] },
      shows: [],
    },
  ],
  [
    "one permission more",
    {
      declaration: Role,
      hand: { permissions: ["api.files.read", "api.model.read", "x.y"] },
      shows: ["permissions[2]"],
    },
  ],
  [
    "a description that was emptied",
    { declaration: Role, also: { description: "d" }, hand: { description: "" }, shows: ["description"] },
  ],
  [
    "a description that the program never mentions",
    { declaration: Role, also: { description: undefined }, hand: { description: "x" }, shows: [] },
  ],
  [
    "one more pair of metadata, for the map is the program's as a whole",
    {
      declaration: VectorStore,
      also: { metadata: { team: "support" } },
      hand: { metadata: { team: "support", extra: "1" } },
      shows: ["metadata.extra"],
    },
  ],
  [
    "metadata that was emptied",
    {
      declaration: VectorStore,
      also: { metadata: { team: "support" } },
      hand: { metadata: {} },
      shows: ["metadata.team"],
    },
  ],
  [
    "metadata that the program never mentions",
    { declaration: VectorStore, also: { metadata: undefined }, hand: { metadata: { a: "b" } }, shows: [] },
  ],
  [
    "an expiry that was taken away",
    {
      declaration: VectorStore,
      also: { expiresAfter: { anchor: "last_active_at", days: 7 } },
      hand: { expires_after: null },
      shows: ["expiresAfter"],
    },
  ],
  [
    "another number of days",
    {
      declaration: VectorStore,
      also: { expiresAfter: { anchor: "last_active_at", days: 7 } },
      hand: { expires_after: { anchor: "last_active_at", days: 8 } },
      shows: ["expiresAfter.days"],
    },
  ],
  [
    "an expiry that the program never mentions",
    {
      declaration: VectorStore,
      also: { expiresAfter: undefined },
      hand: { expires_after: { anchor: "last_active_at", days: 8 } },
      shows: [],
    },
  ],
  [
    "events in another order",
    {
      declaration: Webhook,
      also: { eventTypes: ["batch.failed", "batch.completed"] },
      hand: { event_types: ["batch.completed", "batch.failed"] },
      shows: [],
    },
  ],
  ["scopes, which the API never tells", { declaration: Key, hand: { scopes: ["x.y"] }, shows: [] }],
];

describe("a refresh after somebody changed by hand", () => {
  it.each(drift)("%s", async (_, { declaration, also = {}, hand, shows }) => {
    const place = workshop();
    const args = { ...(await sampleArgs(place, declaration)), ...also };
    const it = await resident(place, declaration, args);
    await byHand(place, "POST", pathOf(it), hand, keyFor(it));
    const seen = await expectAlive(place.session(), it);
    const { changes, replaces } = diff(declaration, seen.args, args, seen.live);
    expect([...changes.keys()]).toEqual(shows);
    expect(replaces).toEqual([]);
    const set = Object.keys(args).filter((name) => args[name] !== undefined);
    expect(set).toEqual(expect.arrayContaining(Object.keys(seen.args)));
  });
});

it("a role that was taken away from an account by hand shows as a difference of `role`", async () => {
  const place = workshop();
  const args = await sampleArgs(place, Account);
  const it = await resident(place, Account, args);
  const state = place.emulator.state();
  for (const row of state.tables.service_accounts) row.role = "none";
  place.emulator.restore(state);
  const seen = await expectAlive(place.session(), it);
  expect(seen.args).not.toHaveProperty("role");
  const { changes, replaces } = diff(Account, seen.args, args, seen.live);
  expect([...changes]).toEqual([["role", { kind: "add", replaces: false }]]);
  expect(replaces).toEqual([]);
});

it("a built-in role keeps the short id that the program gave, whatever the API answers", async () => {
  const place = workshop();
  const args = await sampleArgs(place, Assignment);
  const it = await resident(place, Assignment, args);
  const seen = await expectAlive(place.session(), it);
  expect(seen.args).toEqual(args);
  expect(seen.live.roleId).toBe("role-api-project-owner");
});

it("a built-in role given in its long form is the same assignment", async () => {
  const place = workshop();
  const args = await sampleArgs(place, Assignment);
  const long = `role-api-project-owner__api-project__${String(args.projectId)}`;
  const it = await resident(place, Assignment, { ...args, roleId: long });
  expect(it.saved.id).toBe(`${String(args.projectId)}/user-bob/role-api-project-owner`);
  const seen = await expectAlive(place.session(), it);
  expect(diff(Assignment, seen.args, args, seen.live).changes.size).toBe(0);
});

it("a residency that the program never set is no argument after a refresh", async () => {
  const place = workshop();
  const it = await resident(place, Project, { name: "x" });
  const seen = await expectAlive(place.session(), it);
  expect(seen.live.residency).toBe("GLOBAL");
  expect(seen.args).toEqual({ name: "x" });
});

it("a residency that the reply leaves out is still the one that the program set", async () => {
  const place = workshop();
  const args = { name: "x", residency: "EU_STORAGE_PROCESSING" };
  const it = await resident(place, Project, args);
  const { id } = it.saved;
  const item = { id, object: "organization.project", name: "x", created_at: 1_795_000_000, status: "active" };
  place.emulator.fault({
    match: { method: "GET", route: "/organization/projects" },
    action: {
      type: "status",
      status: 200,
      body: { object: "list", data: [item], has_more: false, first_id: id, last_id: id },
    },
  });
  expect((await expectAlive(place.session(), it)).args).toEqual(args);
});

it("what the API takes and never returns is kept as the program gave it", async () => {
  const place = workshop();
  const args = { name: "s", description: "help", metadata: { a: "1" }, projectId: "proj_default" };
  const it = await resident(place, VectorStore, args);
  expect((await expectAlive(place.session(), it)).args).toEqual(args);
});

it("a nested argument comes back with only the fields that the program set", async () => {
  const place = workshop();
  const it = await resident(place, VectorStore, { expiresAfter: { anchor: "last_active_at", days: 3 } });
  const partly = { expiresAfter: { days: 3 } };
  const seen = await read(place.session(), VectorStore, it.saved, partly);
  expect(seen?.args).toEqual(partly);
});

it("what changes by itself is never a difference", async () => {
  const place = workshop();
  const args = { name: "s", expiresAfter: { anchor: "last_active_at", days: 30 } };
  const it = await resident(place, VectorStore, args);
  place.emulator.advance(5 * 86_400);
  await byHand(place, "POST", pathOf(it), { name: "s" }, keyFor(it));
  const seen = await expectAlive(place.session(), it);
  expect(seen.live.lastActiveAt).not.toBe(it.saved.live.lastActiveAt);
  expect(diff(VectorStore, seen.args, args, seen.live).changes.size).toBe(0);
});

it("an expired vector store is replaced by the next update", async () => {
  const place = workshop();
  const args = { name: "s", expiresAfter: { anchor: "last_active_at", days: 1 } };
  const it = await resident(place, VectorStore, args);
  place.emulator.advance(2 * 86_400);
  const seen = await expectAlive(place.session(), it);
  expect(diff(VectorStore, seen.args, args, seen.live).replaces).toEqual(["status"]);
});

describe("an import", () => {
  it.each(everyKind)(
    "of a %s that does not exist finds nothing, and says no more",
    async (_, declaration) => {
      const place = workshop();
      const it = await anyResident(place, declaration);
      const last = it.saved.id.split("/").at(-1) ?? "";
      const other = `${it.saved.id.slice(0, -last.length)}${last.slice(0, -4)}zzzz`;
      expect(await find(place.session(), declaration, other)).toBeUndefined();
    },
  );

  it("of a person's key is refused with the reason", async () => {
    const place = workshop();
    const error = await errorOf(find(place.session(), Key, "proj_default/key_default"));
    expect(error.code).toBe("impossible");
    expect(error.message).toBe(
      "ServiceAccountApiKey proj_default/key_default cannot be imported: the key belongs to a person; " +
        "only keys of service accounts are managed.",
    );
  });

  it("of a built-in role is refused with the reason", async () => {
    const place = workshop();
    const id = "proj_default/role-api-project-owner__api-project__proj_default";
    const error = await errorOf(find(place.session(), Role, id));
    expect(error.message).toContain("cannot be imported: it is a built-in role");
  });

  it("gives everything that a program would write, and no volatile or unset field", async () => {
    const place = workshop();
    const args = { name: "s", metadata: { a: "1" }, expiresAfter: { anchor: "last_active_at", days: 3 } };
    const it = await resident(place, VectorStore, args);
    const seen = await find(place.session(), VectorStore, it.saved.id);
    expect(seen?.args).toEqual(args);
  });
});
