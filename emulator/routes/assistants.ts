import { z } from "zod";
import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, type RouteFacts, route } from "../api/route";
import { fileIn } from "../objects/files";
import { fineTunedModels } from "../objects/fine-tuning";
import { models } from "../objects/models";
import { addStore, type NewStore, storeIn } from "../objects/vector-stores";
import { anyObject, id, maybe, metadata, seconds, table, text } from "../state/fields";
import type { RowOf } from "../state/table";

type AssistantRow = RowOf<typeof assistantTable>;
export const assistantTable = table("assistants", {
  project_id: id,
  created_at: seconds,
  name: maybe(text),
  description: maybe(text),
  model: text,
  instructions: maybe(text),
  tools: z.array(anyObject),
  tool_resources: maybe(
    z.strictObject({
      code_interpreter: z.strictObject({ file_ids: z.array(id) }).optional(),
      file_search: z.strictObject({ vector_store_ids: z.array(id) }).optional(),
    }),
  ),
  metadata,
  temperature: z.number(),
  top_p: z.number(),
  response_format: z.unknown(),
});

interface WantedResources {
  code_interpreter?: { file_ids?: string[] };
  file_search?: { vector_store_ids?: string[]; vector_stores?: NewStore[] };
}

interface UpdateBody {
  model?: string;
  name?: string | null;
  description?: string | null;
  instructions?: string | null;
  /** Accepted and never returned. */
  reasoning_effort?: string | null;
  tools?: object[];
  tool_resources?: WantedResources | null;
  metadata?: Record<string, string> | null;
  temperature?: number | null;
  top_p?: number | null;
  response_format?: unknown;
}

const facts = {
  credential: "project",
  beta: "assistants=v2",
  scope: "api.assistants",
  goneAfter: "assistants",
} as const satisfies Partial<RouteFacts>;
const collection = "/assistants";
const item = "/assistants/{assistant_id}";
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "desc" };

const show = ({ project_id: _, seq: __, tool_resources, ...row }: AssistantRow) => ({
  object: "assistant",
  ...row,
  ...(tool_resources === null ? {} : { tool_resources }),
});

function assistantOf({ world, project, param }: Call<unknown, unknown>): AssistantRow {
  const id = param("assistant_id");
  const row = world.store.find(
    assistantTable,
    (assistant) => assistant.id === id && assistant.project_id === project().id,
  );
  if (row === undefined) throw notFound(`No assistant found with id '${id}'.`);
  return row;
}

function checkModel({ world, caller }: Call<unknown, unknown>, model: string | undefined): void {
  if (model === undefined) return;
  const known = [...models, ...fineTunedModels(world, caller.organizationId)];
  if (known.some(({ id }) => id === model)) return;
  throw badRequest(`The requested model '${model}' does not exist.`, "model", "model_not_found");
}

/** What the assistant will refer to exists, or is made: `vector_stores` stands for a store to make with it. */
function resourcesFrom(
  { world, project }: Call<unknown, unknown>,
  wanted: WantedResources | null | undefined,
): AssistantRow["tool_resources"] {
  if (wanted == null) return null;
  const { code_interpreter: code, file_search: search } = wanted;
  for (const id of code?.file_ids ?? []) fileIn(world, project().id, id);
  for (const id of search?.vector_store_ids ?? []) storeIn(world, project().id, id);
  const added = (search?.vector_stores ?? []).map((store) => addStore(world, project().id, store).id);
  return {
    ...(code === undefined ? {} : { code_interpreter: { file_ids: code.file_ids ?? [] } }),
    ...(search === undefined
      ? {}
      : { file_search: { vector_store_ids: [...(search.vector_store_ids ?? []), ...added] } }),
  };
}

/** What a body changes: a field left out stays, null brings back what a new assistant has. */
function changes(call: Call<UpdateBody, unknown>): Partial<Omit<AssistantRow, "id" | "seq">> {
  const { body } = call;
  checkModel(call, body.model);
  return {
    ...(body.model === undefined ? {} : { model: body.model }),
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.instructions === undefined ? {} : { instructions: body.instructions }),
    ...(body.tools === undefined ? {} : { tools: body.tools }),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata ?? {} }),
    ...(body.temperature === undefined ? {} : { temperature: body.temperature ?? 1 }),
    ...(body.top_p === undefined ? {} : { top_p: body.top_p ?? 1 }),
    ...(body.response_format === undefined ? {} : { response_format: body.response_format ?? "auto" }),
    ...(body.tool_resources === undefined
      ? {}
      : { tool_resources: resourcesFrom(call, body.tool_resources) }),
  };
}

export const assistantRoutes: readonly Route[] = [
  route<UpdateBody & { model: string }>({ ...facts, method: "POST", route: collection }, (call) => {
    const { world, project, body } = call;
    const row = world.store.insert(assistantTable, {
      created_at: world.now(),
      name: null,
      description: null,
      model: body.model,
      instructions: null,
      tools: [],
      tool_resources: null,
      metadata: {},
      temperature: 1,
      top_p: 1,
      response_format: "auto",
      ...changes(call),
      id: world.store.newId("asst_"),
      project_id: project().id,
    });
    return show(row);
  }),

  route<object, PageQuery>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(assistantTable, (row) => row.project_id === project().id);
      return page(world.store, paging, query, rows, show);
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) => show(assistantOf(call))),

  route<UpdateBody>({ ...facts, method: "POST", route: item }, (call) =>
    show(Object.assign(assistantOf(call), changes(call))),
  ),

  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id } = assistantOf(call);
    call.world.store.remove(assistantTable, (row) => row.id === id);
    return { id, object: "assistant.deleted", deleted: true };
  }),
];
