import type { UploadedFile } from "../body";
import { fileIn, filesOf, jsonlLines } from "../files";
import { sha256 } from "../ids";
import { type PageQuery, type PageRule, page } from "../pages";
import type { FileRow } from "../project-rows";
import { type Route, type RouteFacts, route } from "../route";

interface CreateBody {
  file: UploadedFile;
  purpose: string;
  expires_after?: { anchor: "created_at"; seconds: number };
}

const facts = { credential: "project", scope: "api.files" } as const satisfies Partial<RouteFacts>;
const collection = "/files";
const item = "/files/{file_id}";
const paging: PageRule = { cursor: "id", limit: { default: 10_000, min: 1, max: 10_000 }, order: "desc" };
// Only these have an end that nobody asked for: 30 days.
const batchLifetime = 30 * 86_400;

const show = (row: FileRow) => ({
  id: row.id,
  object: "file",
  bytes: row.bytes,
  created_at: row.created_at,
  ...(row.expires_at === null ? {} : { expires_at: row.expires_at }),
  filename: row.filename,
  purpose: row.purpose,
  status: "processed",
});

export const fileRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, ({ world, project, body }) => {
    const lifetime = body.expires_after?.seconds ?? (body.purpose === "batch" ? batchLifetime : null);
    const { name, bytes } = body.file;
    const row = world.store.insert("files", {
      id: world.store.newId("file-"),
      project_id: project().id,
      filename: name,
      bytes: bytes.length,
      purpose: body.purpose,
      created_at: world.now(),
      expires_at: lifetime === null ? null : world.now() + lifetime,
      sha256: sha256(bytes),
      jsonl_lines: jsonlLines(bytes),
    });
    return show(row);
  }),

  route<object, PageQuery & { purpose?: string }>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const all = filesOf(world, project().id);
      const rows = query.purpose === undefined ? all : all.filter((row) => row.purpose === query.purpose);
      return page(world.store, paging, query, rows, show);
    },
  ),

  route({ ...facts, method: "GET", route: item }, ({ world, project, param }) =>
    show(fileIn(world, project().id, param("file_id"))),
  ),

  route({ ...facts, method: "DELETE", route: item }, ({ world, project, param }) => {
    const { id } = fileIn(world, project().id, param("file_id"));
    world.store.remove("files", (row) => row.id === id);
    world.store.remove("vector_store_files", (row) => row.id === id);
    return { id, object: "file", deleted: true };
  }),
];
