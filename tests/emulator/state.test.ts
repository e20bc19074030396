import { createEmulator, type State } from "../../emulator/index";
import { errorOf, examples, freshEmulator, made, uploaded } from "./calls";

/** An emulator in which every table has rows. */
async function populated() {
  const fresh = freshEmulator();
  const { emulator, admin, project } = fresh;
  const account = await made(admin, "/organization/projects/proj_other/service_accounts", { name: "ci" });
  await made(admin, "/organization/roles", { role_name: "auditor", permissions: [] });
  const group = await made(admin, "/organization/groups", { name: "g" });
  await made(admin, `/organization/groups/${group.id}/users`, { user_id: "user-bob" });
  const role = "role-api-project-viewer";
  await made(admin, "/organization/projects/proj_other/groups", { group_id: group.id, role });
  await made(admin, "/organization/projects/proj_other/users", { user_id: "user-bob", role: "member" });
  const file = await uploaded(emulator, "a.txt", "abc");
  await made(project, "/vector_stores", { file_ids: [file], metadata: { a: "b" } });
  await made(project, "/assistants", { model: "gpt-4o", tools: [{ type: "file_search" }] });
  const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
  await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
  const hook = { name: "h", url: "https://example.com/h", event_types: ["batch.failed"] };
  const endpoint = await made(project, "/webhook_endpoints", hook);
  await made(project, `/webhook_endpoints/${endpoint.id}/rotate_secret`, {
    keep_old_secret_active_for_24_hours: true,
  });
  return { ...fresh, account };
}

test("a state with rows of every kind is one, over HTTP too, and comes back as it was", async () => {
  const { emulator, control } = await populated();
  const state = emulator.state();
  const other = createEmulator();
  other.restore(state);
  expect(other.state()).toEqual(state);
  const answer = await control("PUT", "/state", state);
  expect([answer.status, emulator.state()]).toEqual([200, state]);
});

type Bent = Record<string, unknown> & { tables: Record<string, unknown[]> };

/** A row of a table, to be spoilt. */
const rowIn = (state: Bent, table: string): Record<string, unknown> => {
  const [row] = state.tables[table] ?? [];
  if (row === undefined || row === null || typeof row !== "object") throw new Error(`no row in ${table}`);
  return row as Record<string, unknown>;
};

const spoilt: [string, (state: Bent) => unknown, string][] = [
  ["null", () => null, "a state is a JSON object"],
  ["an array", () => [], "a state is a JSON object"],
  ["an empty object", () => ({}), "`version` must be 1"],
  ["one of another version", (state) => ({ ...state, version: 2 }), "`version` must be 1"],
  ["one with something else in it", (state) => ({ ...state, extra: 1 }), "`extra` is not known"],
  ["one without bookkeeping", ({ bookkeeping: _, ...state }) => state, "`bookkeeping` must hold"],
  ["one without tables", ({ tables: _, ...state }) => state, "`tables` must be an object"],
  [
    "one without projects",
    ({ tables: { projects: _, ...tables }, ...state }) => ({ ...state, tables }),
    "`tables.projects` must be an array",
  ],
  [
    "one with an unknown table",
    ({ tables, ...state }) => ({ ...state, tables: { ...tables, batches: [] } }),
    "`tables.batches` is not known",
  ],
  [
    "one with a number for a row",
    ({ tables, ...state }) => ({ ...state, tables: { ...tables, users: [1] } }),
    "`tables.users[0]`",
  ],
  [
    "one with a row without its id",
    (state) => {
      delete rowIn(state, "projects").id;
      return state;
    },
    "`tables.projects[0].id`",
  ],
  [
    "one with a name that is none",
    (state) => {
      rowIn(state, "service_accounts").name = 7;
      return state;
    },
    "`tables.service_accounts[0].name`",
  ],
  [
    "one with an unknown field in a row",
    (state) => {
      rowIn(state, "webhook_endpoints").secret = "whsec_x";
      return state;
    },
    "`tables.webhook_endpoints[0]`",
  ],
  [
    "one with a status that no job has",
    (state) => {
      rowIn(state, "fine_tuning_jobs").status = "done";
      return state;
    },
    "`tables.fine_tuning_jobs[0].status`",
  ],
  ["one whose contents are others", (state) => ({ ...state, contents: { abc: "AAAA" } }), "`contents.abc`"],
];

test.each(spoilt)("%s is refused with a reason, and nothing is changed", async (_, spoil, reason) => {
  const { emulator, control } = await populated();
  const before = emulator.state();
  const answer = await control("PUT", "/state", spoil(emulator.state() as unknown as Bent));
  expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
  expect(errorOf(answer).message).toContain(`Not a state: ${reason}`);
  expect(emulator.state()).toEqual(before);
});

test("what is no JSON at all is refused too, and in-process a wrong state is a TypeError", async () => {
  const { emulator, control } = freshEmulator();
  const before = emulator.state();
  expect((await control("PUT", "/state", "{")).status).toBe(400);
  expect(() => emulator.restore({} as State)).toThrow(TypeError);
  expect(emulator.state()).toEqual(before);
});

test("a state that was saved when there were fewer tables is one still", async () => {
  const { emulator, admin, control } = await populated();
  const { contents: _, tables, ...state } = emulator.state();
  const {
    uploads: _a,
    upload_parts: _b,
    vector_store_file_batches: _c,
    fine_tuning_events: _d,
    fine_tuning_checkpoints: _e,
    ...older
  } = tables;
  expect((await control("PUT", "/state", { ...state, tables: older })).status).toBe(200);
  expect(emulator.state().tables).toMatchObject({ ...older, uploads: [], fine_tuning_events: [] });
  expect((await admin.get("/organization/projects")).status).toBe(200);
});
