import { catalog } from "../resources/catalog";
import { type Handler, handlerFor } from "./handler";

/** One handler for each kind of resource, by its name. */
export const handlers: Record<string, Handler> = Object.fromEntries(
  catalog.map((declaration) => [declaration.token, handlerFor(declaration)]),
);
