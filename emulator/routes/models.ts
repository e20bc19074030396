import { notFound } from "../errors";
import { type ModelFacts, models } from "../models";
import { type Route, route } from "../route";

const show = ({ id, created, owned_by, shutdown_date }: ModelFacts) => ({
  id,
  object: "model",
  created,
  owned_by,
  shutdown_date,
});

export const modelRoutes: readonly Route[] = [
  route({ method: "GET", route: "/models", credential: "project", scope: "api.model" }, () => ({
    object: "list",
    data: models.map(show),
  })),
  route(
    { method: "GET", route: "/models/{model}", credential: "project", scope: "api.model" },
    ({ param }) => {
      const found = models.find((model) => model.id === param("model"));
      if (found === undefined) throw notFound(`The model '${param("model")}' does not exist`);
      return show(found);
    },
  ),
];
