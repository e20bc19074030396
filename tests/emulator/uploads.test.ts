import { createHash } from "node:crypto";
import { createEmulator, type Emulator, seedKeys } from "../../emulator/index";
import { as, errorOf, freshEmulator, made, sendForm, uploaded } from "./calls";

const plan = { filename: "big.jsonl", purpose: "fine-tune", mime_type: "text/jsonl" };

async function contentOf(emulator: Emulator, id: string, key: string = seedKeys.project) {
  const headers = { authorization: `Bearer ${key}` };
  const response = await emulator.fetch(new Request(`http://x/v1/files/${id}/content`, { headers }));
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

const part = (emulator: Emulator, upload: string, data: string) =>
  sendForm(emulator, seedKeys.project, `/uploads/${upload}/parts`, { data: ["part", data] });

describe("the content of a file", () => {
  test("comes back byte for byte, to its project alone", async () => {
    const { emulator } = freshEmulator();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
    const form = new FormData();
    form.append("purpose", "user_data");
    form.append("file", new Blob([bytes]), "a.bin");
    const headers = { authorization: `Bearer ${seedKeys.project}` };
    const sent = await emulator.fetch(
      new Request("http://x/v1/files", { method: "POST", headers, body: form }),
    );
    const { id } = (await sent.json()) as { id: string };
    const response = await emulator.fetch(new Request(`http://x/v1/files/${id}/content`, { headers }));
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect((await contentOf(emulator, id, seedKeys.otherProject)).status).toBe(404);
  });

  test("is in the state, goes with it, and ends with the last file that has it", async () => {
    const { emulator, project } = freshEmulator();
    const first = await uploaded(emulator, "a.txt", "twin");
    const second = await uploaded(emulator, "b.txt", "twin");
    const other = createEmulator();
    other.restore(emulator.state());
    expect((await contentOf(other, first)).text).toBe("twin");
    await project.del(`/files/${first}`);
    expect((await contentOf(emulator, second)).text).toBe("twin");
    await project.del(`/files/${second}`);
    expect(emulator.state().contents).toEqual({});
  });

  test("is not kept above 8 MiB, and the refusal says so; the file is there all the same", async () => {
    const { emulator, project } = freshEmulator();
    const id = await uploaded(emulator, "large.txt", "x".repeat(8 * 2 ** 20 + 1));
    expect((await project.get(`/files/${id}`)).body.bytes).toBe(8 * 2 ** 20 + 1);
    expect(emulator.state().contents).toEqual({});
    const refused = await contentOf(emulator, id);
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([400, "content_not_kept"]);
  });
});

describe("an upload", () => {
  test("becomes a file of its parts in the order given, and forgets them", async () => {
    const { emulator, project, clock } = freshEmulator();
    const upload = await made(project, "/uploads", {
      ...plan,
      bytes: 10,
      expires_after: { anchor: "created_at", seconds: 7200 },
    });
    const now = clock.now() / 1000;
    expect(upload).toEqual({
      id: expect.stringMatching(/^upload_/),
      object: "upload",
      bytes: 10,
      created_at: now,
      filename: "big.jsonl",
      purpose: "fine-tune",
      status: "pending",
      expires_at: now + 3600,
    });
    const second = await part(emulator, upload.id, "world");
    const first = await part(emulator, upload.id, "hello");
    expect(first.body).toEqual({
      id: expect.stringMatching(/^part_/),
      object: "upload.part",
      created_at: now,
      upload_id: upload.id,
    });
    const part_ids = [first.body.id, second.body.id];
    const md5 = createHash("md5").update("helloworld").digest("hex");
    const done = await made(project, `/uploads/${upload.id}/complete`, { part_ids, md5 });
    const file = done.file as { id: string };
    expect(done).toMatchObject({ status: "completed", file: { bytes: 10, expires_at: now + 7200 } });
    expect((await project.get(`/files/${file.id}`)).body).toEqual(file);
    expect((await contentOf(emulator, file.id)).text).toBe("helloworld");
    expect(emulator.state().tables.upload_parts).toEqual([]);
    expect(Object.keys(emulator.state().contents ?? {})).toHaveLength(1);
  });

  test("is cancelled, and takes nothing more", async () => {
    const { emulator, project } = freshEmulator();
    const { id } = await made(project, "/uploads", { ...plan, bytes: 5 });
    await part(emulator, id, "hello");
    expect((await made(project, `/uploads/${id}/cancel`)).status).toBe("cancelled");
    expect(emulator.state().contents).toEqual({});
    for (const answer of [
      await part(emulator, id, "hello"),
      await project.post(`/uploads/${id}/complete`, { part_ids: [] }),
      await project.post(`/uploads/${id}/cancel`),
    ]) {
      expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_upload_status"]);
    }
  });

  test("expires after an hour", async () => {
    const { emulator, project } = freshEmulator();
    const { id } = await made(project, "/uploads", { ...plan, bytes: 5 });
    emulator.advance(3599);
    expect((await part(emulator, id, "hello")).status).toBe(200);
    emulator.advance(1);
    expect(errorOf(await part(emulator, id, "hello")).message).toBe(`Upload '${id}' is expired.`);
  });

  test("is not completed by parts that are others, too few or twice the same, or by a wrong md5", async () => {
    const { emulator, project } = freshEmulator();
    const { id } = await made(project, "/uploads", { ...plan, bytes: 10 });
    const one = (await part(emulator, id, "hello")).body.id;
    const two = (await part(emulator, id, "world")).body.id;
    for (const [body, param] of [
      [{ part_ids: [one] }, "part_ids"],
      [{ part_ids: [one, one] }, "part_ids[1]"],
      [{ part_ids: [one, "part_none"] }, "part_ids[1]"],
      [{ part_ids: [one, two], md5: "0" }, "md5"],
    ] as const) {
      const answer = await project.post(`/uploads/${id}/complete`, body);
      expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
    }
    expect(emulator.state().tables.files).toEqual([]);
    expect((await project.post(`/uploads/${id}/complete`, { part_ids: [one, two] })).status).toBe(200);
  });

  test("belongs to its project, and its part may be the text of a field", async () => {
    const { emulator, project } = freshEmulator();
    const { id } = await made(project, "/uploads", { ...plan, purpose: "user_data", bytes: 3 });
    const path = `/uploads/${id}`;
    expect((await as(emulator, seedKeys.otherProject).post(`${path}/cancel`)).status).toBe(404);
    const text = await sendForm(emulator, seedKeys.project, `${path}/parts`, { data: "abc" });
    const done = await project.post(`${path}/complete`, { part_ids: [text.body.id] });
    expect(done.body).toMatchObject({ status: "completed", file: { purpose: "user_data" } });
  });

  test.each([
    [{ ...plan }, "bytes"],
    [{ ...plan, bytes: 9 * 2 ** 30 }, "bytes"],
    [{ ...plan, bytes: 1, purpose: "other" }, "purpose"],
    [{ ...plan, bytes: 1, name: "x" }, "name"],
  ])("%j is refused with its place", async (body, param) => {
    const { project } = freshEmulator();
    const answer = await project.post("/uploads", body);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  });
});
