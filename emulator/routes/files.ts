import { FileContent, type UploadedFile } from "../api/file-content";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Route, type RouteFacts, route } from "../api/route";
import { addFile, bytesOf, fileIn, filesOf, removeFile, showFile } from "../objects/files";

interface CreateBody {
  file: UploadedFile;
  purpose: string;
  expires_after?: { anchor: "created_at"; seconds: number };
}

const facts = { credential: "project", scope: "api.files" } as const satisfies Partial<RouteFacts>;
const collection = "/files";
const item = "/files/{file_id}";
const paging: PageRule = { cursor: "id", limit: { default: 10_000, min: 1, max: 10_000 }, order: "desc" };

export const fileRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, ({ world, project, body }) => {
    const { name, bytes } = body.file;
    const lifetime = body.expires_after?.seconds ?? null;
    return showFile(
      addFile(world, project().id, { filename: name, purpose: body.purpose, content: bytes, lifetime }),
    );
  }),

  route<object, PageQuery & { purpose?: string }>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const all = filesOf(world, project().id);
      const rows = query.purpose === undefined ? all : all.filter((row) => row.purpose === query.purpose);
      return page(world.store, paging, query, rows, showFile);
    },
  ),

  route({ ...facts, method: "GET", route: item }, ({ world, project, param }) =>
    showFile(fileIn(world, project().id, param("file_id"))),
  ),

  route(
    { ...facts, method: "GET", route: `${item}/content` },
    ({ world, project, param }) =>
      new FileContent(bytesOf(world.store, fileIn(world, project().id, param("file_id")))),
  ),

  route({ ...facts, method: "DELETE", route: item }, ({ world, project, param }) => {
    const { id } = fileIn(world, project().id, param("file_id"));
    removeFile(world.store, id);
    return { id, object: "file", deleted: true };
  }),
];
