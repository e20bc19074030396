import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import nock from "nock";
import { diff } from "../../provider/kernel/diff";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { file } from "../../provider/resources/file";
import { create, end, read, update } from "../support/entries";
import { field, type Part, upload } from "./form";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const text = "# Rückgabe\r\n\r\n--30 days--\n";
const hash = createHash("sha256").update(text).digest("hex");
const object = {
  id: "file-abc123",
  object: "file",
  bytes: 28,
  created_at: 1_677_610_602,
  filename: "returns.md",
  purpose: "assistants",
};
const args = { source: { text, hash }, filename: "returns.md", purpose: "assistants" };
const saved: Saved = {
  id: "file-abc123",
  live: { ...args, fileId: "file-abc123", bytes: 28, createdAt: 1_677_610_602 },
  memo: { seenWith: "000000000000@org-acme" },
};
const uploaded = (...form: Part[]): Exchange => ({
  call: "POST /files",
  key: "project",
  form,
  reply: object,
});
const lookedFor: Exchange = { call: "GET /files/file-abc123", key: "project", reply: object };
const absent: Exchange = { ...lookedFor, status: 404, reply: errorBody("No such File object: file-abc123") };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-openai-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a file", () => {
  test("of a text travels as a form of two fields, its bytes untouched, and with no beta", async () => {
    openai.foresee(uploaded(field("purpose", "assistants"), upload("file", "returns.md", text)));
    const made = await create(openai.session(), file, args);
    expect(made.id).toBe("file-abc123");
    expect(made.live).toEqual(saved.live);
  });

  test("with an end of its own says so in two more fields", async () => {
    const expiring: Exchange = {
      ...uploaded(
        field("purpose", "batch"),
        field("expires_after[anchor]", "created_at"),
        field("expires_after[seconds]", "2592000"),
        upload("file", "a.jsonl", "{}\n"),
      ),
      reply: { ...object, filename: "a.jsonl", purpose: "batch", expires_at: 1_680_202_602 },
    };
    openai.foresee(expiring);
    const expiresAfter = { anchor: "created_at", seconds: 2_592_000 };
    const { live } = await create(openai.session(), file, {
      source: { text: "{}\n" },
      filename: "a.jsonl",
      purpose: "batch",
      expiresAfter,
      projectId: "proj_1",
    });
    expect(live).toMatchObject({ expiresAfter, expiresAt: 1_680_202_602, projectId: "proj_1" });
  });

  test("on the disk goes byte for byte, under its own name", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const path = join(folder, "all bytes.bin");
    writeFileSync(path, bytes);
    openai.foresee(uploaded(field("purpose", "user_data"), upload("file", "all bytes.bin", bytes)));
    const source = { path, hash: createHash("sha256").update(bytes).digest("hex") };
    await create(openai.session(), file, { source, purpose: "user_data" });
  });

  test("at a file: address is read like one on the disk, and takes the name that the program gives", async () => {
    const path = join(folder, "ä b.txt");
    writeFileSync(path, "x");
    openai.foresee(uploaded(field("purpose", "vision"), upload("file", "c.txt", "x")));
    const source = { uri: pathToFileURL(path).href };
    await create(openai.session(), file, { source, filename: "c.txt", purpose: "vision" });
  });

  test("of no bytes at all is still a file", async () => {
    openai.foresee(uploaded(field("purpose", "evals"), upload("file", "empty.txt", "")));
    await create(openai.session(), file, { source: { text: "" }, filename: "empty.txt", purpose: "evals" });
  });

  test("at an https address is fetched without any key", async () => {
    const asked: string[][] = [];
    nock("https://files.example.com")
      .get("/docs/handbook.pdf")
      .reply((request: Request) => {
        asked.push([...request.headers.keys()]);
        return [200, "%PDF"];
      });
    openai.foresee(uploaded(field("purpose", "assistants"), upload("file", "handbook.pdf", "%PDF")));
    const source = { uri: "https://files.example.com/docs/handbook.pdf" };
    await create(openai.session(), file, { source, purpose: "assistants" });
    expect(asked).toHaveLength(1);
    expect(asked.flat()).not.toContain("authorization");
  });

  test("is read by its id, and keeps the content that nothing shows", async () => {
    openai.foresee({ ...lookedFor, reply: { ...object, status: "processed" } });
    const seen = await read(openai.session(), file, saved, args);
    expect(seen?.args).toEqual(args);
    expect(seen?.live).toEqual({ ...saved.live, status: "processed" });
  });

  test("that is not found is asked for once more before it is called gone: its listing is too long", async () => {
    openai.foresee(absent, absent);
    openai.foreseePauses(10_000);
    const session = openai.session();
    const { fingerprint } = session.credential(file);
    const own: Saved = { ...saved, memo: { seenWith: fingerprint } };
    expect(await read(session, file, own, args)).toBeUndefined();
  });

  test("that comes from another place with the same bytes is not sent again", async () => {
    const moved = { path: "/elsewhere/returns.md", hash };
    expect(diff(file, args, { ...args, source: moved }, saved.live).changes.size).toBe(0);
    const { live } = await update(openai.session(), file, saved, args, { ...args, source: moved });
    expect(live.source).toEqual(moved);
  });

  test("is deleted", async () => {
    openai.foresee({
      call: "DELETE /files/file-abc123",
      key: "project",
      reply: { id: "file-abc123", object: "file", deleted: true },
    });
    await end(openai.session(), file, saved);
  });
});

describe("nothing is sent", () => {
  const attempt = (source: object) => {
    const all = { ...args, source: { ...source } };
    return create(openai.session(), file, all);
  };

  test("where the bytes are not those that the preview saw", async () => {
    const path = join(folder, "returns.md");
    writeFileSync(path, `${text}!`);
    await expect(attempt({ path, hash })).rejects.toMatchObject({
      code: "usage",
      message:
        "returns.md has changed since this run looked at it first. Nothing was sent; run `pulumi up` again.",
    });
  });

  test("where there is no such file", async () => {
    const path = join(folder, "missing.md");
    await expect(attempt({ path, hash })).rejects.toMatchObject({
      code: "usage",
      message: `${path} cannot be read (ENOENT). Nothing was sent.`,
    });
  });

  test("of more than 512 MB, which are not even read", async () => {
    const path = join(folder, "huge.bin");
    writeFileSync(path, "");
    // A hole takes no room on the disk.
    truncateSync(path, 512 * 1024 * 1024 + 1);
    await expect(attempt({ path })).rejects.toMatchObject({
      code: "usage",
      message: `${path} has 513 MB; files of more than 512 MB are not supported. Nothing was sent.`,
    });
  });

  test("where an address is none", async () => {
    await expect(attempt({ uri: "nowhere" })).rejects.toMatchObject({
      code: "usage",
      message: "nowhere cannot be read (it is no address). Nothing was sent.",
    });
  });

  test("where an address does not give its file", async () => {
    nock("https://files.example.com").get("/gone.pdf").reply(404);
    await expect(attempt({ uri: "https://files.example.com/gone.pdf" })).rejects.toMatchObject({
      code: "usage",
      message:
        "https://files.example.com/gone.pdf cannot be read (it was answered with 404). Nothing was sent.",
    });
  });

  test("of an imported file that is to be made anew without its content", async () => {
    const work = create(openai.session(), file, { filename: "returns.md", purpose: "assistants" });
    await expect(work).rejects.toMatchObject({
      code: "usage",
      message: 'File cannot be made without "source". Nothing was sent.',
    });
  });
});

mistakesIn(file, { source: { text: "a" }, filename: "a.txt", purpose: "assistants" }, [
  ["no content", { source: undefined }, ["source", '"source" is required']],
  ["the content as it stands", { source: "a" }, ["source", "must be an object"]],
  ["content that is a number", { source: { text: 7 } }, ["source.text", "must be text"]],
  [
    "a text without a name",
    { filename: undefined },
    ["filename", "a text has no file name of its own: give one, such as notes.txt"],
  ],
  ["an empty name", { filename: "" }, ["filename", "must be at least 1 character"]],
  ["no purpose", { purpose: undefined }, ["purpose", '"purpose" is required']],
  [
    "a purpose that only results have",
    { purpose: "batch_output" },
    ["purpose", "must be one of assistants, batch, fine-tune, vision, user_data, evals"],
  ],
  [
    "less than an hour",
    { expiresAfter: { anchor: "created_at", seconds: 3599 } },
    ["expiresAfter.seconds", "must be at least 3600"],
  ],
  [
    "more than 30 days",
    { expiresAfter: { anchor: "created_at", seconds: 2_592_001 } },
    ["expiresAfter.seconds", "must be at most 2592000"],
  ],
  [
    "an anchor of another kind, and no time",
    { expiresAfter: { anchor: "last_active_at" } },
    ["expiresAfter.anchor", "must be created_at"],
    ["expiresAfter.seconds", "is required"],
  ],
  [
    "a misspelt name",
    { fileName: "a.txt" },
    ["", 'File has no argument "fileName"; did you mean "filename"?'],
  ],
  ["its size", { bytes: 1 }, ["bytes", '"bytes" comes from the API and cannot be set']],
]);
