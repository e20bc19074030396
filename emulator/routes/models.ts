import { ApiError, notFound } from "../api/errors";
import { type Call, type Route, type RouteFacts, route } from "../api/route";
import { fineTunedModels } from "../objects/fine-tuning";
import { fineTunedModelTable } from "../objects/fine-tuning-tables";
import { models } from "../objects/models";

const facts = { credential: "project", scope: "api.model" } as const satisfies Partial<RouteFacts>;
const item = "/models/{model}";

/** OpenAI's own models and those that the organization has fine-tuned. */
function listed({ world, caller }: Call<unknown, unknown>) {
  const own = fineTunedModels(world, caller.organizationId);
  return [
    ...models,
    ...own.map(({ id, created, organization_id }) => ({
      id,
      created,
      owned_by: organization_id,
      shutdown_date: null,
    })),
  ].map(({ id, created, owned_by, shutdown_date }) => ({
    id,
    object: "model",
    created,
    owned_by,
    shutdown_date,
  }));
}

function modelOf(call: Call<unknown, unknown>) {
  const found = listed(call).find((model) => model.id === call.param("model"));
  if (found === undefined) throw notFound(`The model '${call.param("model")}' does not exist`);
  return found;
}

export const modelRoutes: readonly Route[] = [
  route({ ...facts, method: "GET", route: "/models" }, (call) => ({ object: "list", data: listed(call) })),

  route({ ...facts, method: "GET", route: item }, modelOf),

  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id } = modelOf(call);
    const removed = call.world.store.remove(fineTunedModelTable, (row) => row.id === id);
    if (removed === 0) {
      const message = `The model '${id}' cannot be deleted: only fine-tuned models can.`;
      throw new ApiError({ status: 403, message, param: "model" });
    }
    return { id, object: "model", deleted: true };
  }),
];
