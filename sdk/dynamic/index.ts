/**
 * The OpenAI organization and platform as dynamic resources: `npm ci && pulumi up`, no plugin needed.
 * The classes, arguments and outputs are those of the plugin.
 */
import "./demand-node";

export type { Adoptable, DynamicClass, DynamicOptions, OwnKey } from "./dynamic-resource";
export * from "./resources";

/** Loaded when the engine asks for the first one: a program that only declares resources never needs them. */
export const handlers: Readonly<Record<string, unknown>> = new Proxy(
  {},
  {
    get(_, token) {
      const loaded: typeof import("../../provider/dynamic") = require("../../provider/dynamic");
      return loaded.handlers[String(token)];
    },
  },
);
