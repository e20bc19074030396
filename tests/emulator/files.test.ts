import { createHash } from "node:crypto";
import { seedKeys } from "../../emulator/index";
import { as, errorOf, freshEmulator, idsOf, listOf, made, sendForm, uploaded } from "./calls";

const day = 86_400;
const note = ["note.txt", "héllo"] as const;

describe("uploading", () => {
  test("a file is answered with its facts, which reading and listing repeat", async () => {
    const { emulator, project, clock } = freshEmulator();
    const answer = await sendForm(emulator, seedKeys.project, "/files", {
      file: note,
      purpose: "assistants",
    });
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^file-/),
      object: "file",
      bytes: 6,
      created_at: clock.now() / 1000,
      filename: "note.txt",
      purpose: "assistants",
      status: "processed",
    });
    expect((await project.get(`/files/${answer.body.id}`)).body).toEqual(answer.body);
    expect(listOf(await project.get("/files"))).toEqual([answer.body]);
  });

  test("the emulator remembers the content's hash and its number of JSON lines, not the content", async () => {
    const { emulator } = freshEmulator();
    await uploaded(emulator, "note.txt", "héllo");
    await uploaded(emulator, "two.jsonl", '{"a":1}\r\n{"b":2}');
    await uploaded(emulator, "array.jsonl", "[1]\n");
    await uploaded(emulator, "gap.jsonl", '{"a":1}\n\n{"b":2}\n');
    const rows = emulator.state().tables.files;
    expect(rows[0]?.sha256).toBe(createHash("sha256").update("héllo").digest("hex"));
    expect(rows.map((row) => row.jsonl_lines)).toEqual([null, 2, null, null]);
    expect(JSON.stringify(emulator.state())).not.toContain("héllo");
  });

  test("expires_after is answered as the time of the end, and the file is gone then", async () => {
    const { emulator, project, clock } = freshEmulator();
    const answer = await sendForm(emulator, seedKeys.project, "/files", {
      file: note,
      purpose: "user_data",
      "expires_after[anchor]": "created_at",
      "expires_after[seconds]": "3600",
    });
    expect(answer.body).toMatchObject({ expires_at: clock.now() / 1000 + 3600 });
    expect(answer.body).not.toHaveProperty("expires_after");
    emulator.advance(3599);
    expect((await project.get(`/files/${answer.body.id}`)).status).toBe(200);
    emulator.advance(1);
    expect((await project.get(`/files/${answer.body.id}`)).status).toBe(404);
    expect((await project.del(`/files/${answer.body.id}`)).status).toBe(404);
    expect(idsOf(await project.get("/files"))).toEqual([]);
  });

  test("files for a batch end after 30 days unless something else was asked for; others never do", async () => {
    const { emulator, project, clock } = freshEmulator();
    const batch = { file: ["b.jsonl", "{}"] as const, purpose: "batch" };
    const byDefault = await sendForm(emulator, seedKeys.project, "/files", batch);
    expect(byDefault.body.expires_at).toBe(clock.now() / 1000 + 30 * day);
    const chosen = await sendForm(emulator, seedKeys.project, "/files", {
      ...batch,
      "expires_after[anchor]": "created_at",
      "expires_after[seconds]": "7200",
    });
    expect(chosen.body.expires_at).toBe(clock.now() / 1000 + 7200);
    const lasting = await uploaded(emulator, "a.txt", "a");
    emulator.advance(30 * day);
    expect(idsOf(await project.get("/files"))).toEqual([lasting]);
  });

  test.each([
    ["no file", { purpose: "assistants" }, "file"],
    ["text instead of a file", { file: "text", purpose: "assistants" }, "file"],
    ["no purpose", { file: note }, "purpose"],
    ["an unknown purpose", { file: note, purpose: "assistants_output" }, "purpose"],
    ["an unknown field", { file: note, purpose: "assistants", name: "x" }, "name"],
    [
      "too short a life",
      {
        file: note,
        purpose: "batch",
        "expires_after[anchor]": "created_at",
        "expires_after[seconds]": "3599",
      },
      "expires_after.seconds",
    ],
    [
      "too long a life",
      {
        file: note,
        purpose: "batch",
        "expires_after[anchor]": "created_at",
        "expires_after[seconds]": "2592001",
      },
      "expires_after.seconds",
    ],
    [
      "a life that is no number",
      { file: note, purpose: "batch", "expires_after[anchor]": "created_at", "expires_after[seconds]": "1h" },
      "expires_after.seconds",
    ],
    [
      "another anchor",
      {
        file: note,
        purpose: "batch",
        "expires_after[anchor]": "last_active_at",
        "expires_after[seconds]": "3600",
      },
      "expires_after.anchor",
    ],
    ["no anchor", { file: note, purpose: "batch", "expires_after[seconds]": "3600" }, "expires_after.anchor"],
  ])("a form with %s is refused and nothing is kept", async (_, parts, param) => {
    const { emulator } = freshEmulator();
    const answer = await sendForm(emulator, seedKeys.project, "/files", parts);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
    expect(emulator.state().tables.files).toEqual([]);
  });

  test("a body that is not a form is refused, and so is a broken form", async () => {
    const { emulator, project } = freshEmulator();
    const json = await project.post("/files", { file: "x", purpose: "assistants" });
    expect(json.status).toBe(400);
    expect(errorOf(json).message).toContain("multipart/form-data");
    const broken = await emulator.fetch(
      new Request("http://emulator/v1/files", {
        method: "POST",
        headers: {
          authorization: `Bearer ${seedKeys.project}`,
          "content-type": "multipart/form-data; boundary=x",
        },
        body: "--y\r\n",
      }),
    );
    expect(broken.status).toBe(400);
  });

  test("a form is refused where JSON belongs", async () => {
    const { emulator } = freshEmulator();
    const answer = await sendForm(emulator, seedKeys.project, "/webhook_endpoints", { name: "x" });
    expect([answer.status, errorOf(answer).message]).toEqual([400, expect.stringContaining("JSON body")]);
  });
});

test("files are listed newest first, by purpose, and up to ten thousand at once", async () => {
  const { emulator, project } = freshEmulator();
  const first = await uploaded(emulator, "1.txt", "1");
  const second = await uploaded(emulator, "2.jsonl", "{}", { purpose: "fine-tune" });
  const third = await uploaded(emulator, "3.txt", "3");
  expect(idsOf(await project.get("/files"))).toEqual([third, second, first]);
  expect(idsOf(await project.get("/files?order=asc"))).toEqual([first, second, third]);
  expect(idsOf(await project.get("/files?purpose=fine-tune"))).toEqual([second]);
  expect((await project.get("/files?limit=1")).body).toMatchObject({ has_more: true, last_id: third });
  expect(idsOf(await project.get(`/files?after=${third}`))).toEqual([second, first]);
  expect((await project.get("/files?limit=10000")).status).toBe(200);
  expect((await project.get("/files?limit=10001")).status).toBe(400);
  expect((await project.get("/files?before=x")).status).toBe(400);
});

test("deleting a file takes it out of every vector store", async () => {
  const { emulator, project } = freshEmulator();
  const id = await uploaded(emulator, "a.txt", "abc");
  const kept = await uploaded(emulator, "b.txt", "de");
  const one = await made(project, "/vector_stores", { file_ids: [id, kept] });
  const two = await made(project, "/vector_stores", { file_ids: [id] });
  const answer = await project.del(`/files/${id}`);
  expect(answer.body).toEqual({ id, object: "file", deleted: true });
  expect((await project.get(`/files/${id}`)).status).toBe(404);
  expect(idsOf(await project.get(`/vector_stores/${one.id}/files`))).toEqual([kept]);
  expect(idsOf(await project.get(`/vector_stores/${two.id}/files`))).toEqual([]);
  expect((await project.get(`/vector_stores/${one.id}`)).body).toMatchObject({
    usage_bytes: 2,
    file_counts: { total: 1 },
  });
});

test("another project does not see a file", async () => {
  const { emulator, project, otherProject } = freshEmulator();
  const id = await uploaded(emulator, "a.txt", "a");
  expect((await otherProject.get(`/files/${id}`)).status).toBe(404);
  expect((await otherProject.del(`/files/${id}`)).status).toBe(404);
  expect(idsOf(await otherProject.get("/files"))).toEqual([]);
  expect((await otherProject.post("/vector_stores", { file_ids: [id] })).status).toBe(404);
  expect((await project.get(`/files/${id}`)).status).toBe(200);
});

test("a restricted key reads and writes only where its scopes say", async () => {
  const { emulator, admin } = freshEmulator();
  const accounts = "/organization/projects/proj_default/service_accounts";
  const account = await made(admin, accounts, { name: "ci", create_service_account_only: true });
  const keyWith = async (...scopes: string[]) =>
    String((await made(admin, `${accounts}/${account.id}/api_keys`, { scopes })).value);

  const reader = await keyWith("api.files.read", "api.fine_tuning.read");
  const writer = await keyWith("api.files.write", "api.vector_stores.write", "api.assistants.write");
  const parts = { file: note, purpose: "assistants" };
  const refused = await sendForm(emulator, reader, "/files", parts);
  expect([refused.status, errorOf(refused).message]).toEqual([
    403,
    expect.stringContaining("api.files.write"),
  ]);
  expect((await sendForm(emulator, writer, "/files", parts)).status).toBe(200);

  const statuses = async (key: string, paths: string[]) =>
    Promise.all(paths.map(async (path) => (await as(emulator, key).get(path)).status));
  const paths = ["/files", "/vector_stores/vs_none/files", "/assistants", "/fine_tuning/jobs"];
  expect(await statuses(reader, paths)).toEqual([200, 403, 403, 200]);
  expect(await statuses(writer, paths)).toEqual([200, 404, 200, 403]);
});
