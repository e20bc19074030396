import { createHash } from "node:crypto";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api/errors";
import type { UploadedFile } from "../api/file-content";
import { type Call, type Route, type RouteFacts, route, type World } from "../api/route";
import {
  addFile,
  dropUnusedContents,
  fileTable,
  showFile,
  type UploadPartRow,
  uploadPartTable,
} from "../objects/files";
import { contentOf, keep } from "../state/contents";
import { count, id, maybe, seconds, table, text } from "../state/fields";
import type { RowOf } from "../state/table";

type UploadRow = RowOf<typeof uploadTable>;
/** Large files that arrive in parts. */
export const uploadTable = table(
  "uploads",
  {
    project_id: id,
    filename: text,
    bytes: count,
    purpose: text,
    mime_type: text,
    created_at: seconds,
    expires_at: seconds,
    status: z.enum(["pending", "completed", "cancelled"]),
    /** How long the file will live, or null. */
    lifetime: maybe(count),
    /** The file that it became. */
    file_id: maybe(id),
  },
  { param: "upload_id", mayBeMissing: true },
);

interface CreateBody {
  filename: string;
  purpose: string;
  bytes: number;
  mime_type: string;
  expires_after?: { anchor: "created_at"; seconds: number };
}

const facts = { credential: "project", scope: "api.files" } as const satisfies Partial<RouteFacts>;
const collection = "/uploads";
const item = `${collection}/{upload_id}`;
const lifetime = 3600;
const mostBytes = 8 * 2 ** 30;

const statusOf = (world: World, row: UploadRow): UploadRow["status"] | "expired" =>
  row.status === "pending" && row.expires_at <= world.now() ? "expired" : row.status;

/** The file is there once the upload is complete, for as long as nobody deletes it. */
function show(world: World, row: UploadRow) {
  const file = world.store.find(fileTable, (candidate) => candidate.id === row.file_id);
  return {
    id: row.id,
    object: "upload",
    bytes: row.bytes,
    created_at: row.created_at,
    filename: row.filename,
    purpose: row.purpose,
    status: statusOf(world, row),
    expires_at: row.expires_at,
    ...(file === undefined ? {} : { file: showFile(file) }),
  };
}

/** The upload of the path, while something can still be done with it. */
function openUpload({ world, project, param }: Call<unknown, unknown>): UploadRow {
  const id = param("upload_id");
  const row = world.store.find(
    uploadTable,
    (candidate) => candidate.id === id && candidate.project_id === project().id,
  );
  if (row === undefined) throw notFound(`No upload found with id '${id}'.`);
  const status = statusOf(world, row);
  if (status === "pending") return row;
  throw badRequest(`Upload '${id}' is ${status}.`, null, "invalid_upload_status");
}

function partsIn(world: World, upload: UploadRow, ids: readonly string[]): UploadPartRow[] {
  return ids.map((id, n) => {
    const part = world.store.find(uploadPartTable, (row) => row.id === id && row.upload_id === upload.id);
    if (part === undefined || ids.indexOf(id) !== n) {
      const reason = part === undefined ? "is not a part of this upload" : "is named twice";
      throw badRequest(`'${id}' ${reason}.`, `part_ids[${n}]`, "invalid_value");
    }
    return part;
  });
}

function joined(world: World, parts: readonly UploadPartRow[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      const bytes = contentOf(world.store.contents, part.sha256);
      if (bytes === null) throw new Error(`the content of ${part.id} is not in the state`);
      return bytes;
    }),
  );
}

/** Of no use any more, once the upload is over. */
function removeParts(world: World, upload: UploadRow): void {
  world.store.remove(uploadPartTable, (part) => part.upload_id === upload.id);
  dropUnusedContents(world.store);
}

export const uploadRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, ({ world, project, body }) => {
    if (body.bytes < 0 || body.bytes > mostBytes) {
      throw badRequest("An upload has at most 8 GB.", "bytes", "invalid_value");
    }
    const { expires_after, ...wanted } = body;
    const row = world.store.insert(uploadTable, {
      ...wanted,
      id: world.store.newId("upload_"),
      project_id: project().id,
      created_at: world.now(),
      expires_at: world.now() + lifetime,
      status: "pending",
      lifetime: expires_after?.seconds ?? null,
      file_id: null,
    });
    return show(world, row);
  }),

  route<{ data: UploadedFile | string }>({ ...facts, method: "POST", route: `${item}/parts` }, (call) => {
    const { world, body } = call;
    const upload = openUpload(call);
    const bytes = typeof body.data === "string" ? new TextEncoder().encode(body.data) : body.data.bytes;
    const { sha256, kept } = keep(world.store.contents, bytes);
    if (!kept) {
      const message = "The emulator keeps parts to 8 MiB each, and contents to 64 MiB together.";
      throw new ApiError({ status: 413, message, param: "data", code: "content_not_kept" });
    }
    const { id, created_at } = world.store.insert(uploadPartTable, {
      id: world.store.newId("part_"),
      project_id: upload.project_id,
      upload_id: upload.id,
      bytes: bytes.length,
      created_at: world.now(),
      sha256,
    });
    return { id, object: "upload.part", created_at, upload_id: upload.id };
  }),

  route<{ part_ids: string[]; md5?: string }>(
    { ...facts, method: "POST", route: `${item}/complete` },
    (call) => {
      const { world, body } = call;
      const upload = openUpload(call);
      const content = joined(world, partsIn(world, upload, body.part_ids));
      if (content.length !== upload.bytes) {
        const message = `The parts have ${content.length} bytes, but the upload was to have ${upload.bytes}.`;
        throw badRequest(message, "part_ids", "invalid_value");
      }
      const md5 = createHash("md5").update(content).digest("hex");
      if (body.md5 !== undefined && body.md5.toLowerCase() !== md5) {
        throw badRequest("The md5 checksum is not that of the parts.", "md5", "invalid_value");
      }
      const { filename, purpose } = upload;
      const file = addFile(world, upload.project_id, {
        filename,
        purpose,
        content,
        lifetime: upload.lifetime,
      });
      upload.status = "completed";
      upload.file_id = file.id;
      removeParts(world, upload);
      return show(world, upload);
    },
  ),

  route({ ...facts, method: "POST", route: `${item}/cancel` }, (call) => {
    const upload = openUpload(call);
    upload.status = "cancelled";
    removeParts(call.world, upload);
    return show(call.world, upload);
  }),
];
