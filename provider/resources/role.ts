import { z } from "zod";
import type { When } from "../kernel/declaration";
import { computed, mutable } from "../kernel/words";

/** A custom role is the same thing in an organization and in a project. */
export const roleWords = {
  roleId: computed(z.string(), "Id of the role.", { wire: "id", example: "role_abc123" }),
  name: mutable(z.string().min(1), "Name of the role.", {
    named: true,
    wire: { write: "role_name", read: "name" },
  }),
  permissions: mutable(
    z.array(z.string().min(1)),
    "What the role allows, such as `api.model.read`. Order does not matter; none at all is allowed.",
    { unordered: true },
  ),
  description: mutable(z.string().optional(), "What the role is for.", {
    // the API takes null, but nothing says that it clears; an empty text does
    clear: "",
    equal: (text) => (text === "" ? undefined : text),
  }),
  predefinedRole: computed(z.boolean(), "Whether OpenAI made the role."),
  resourceType: computed(z.string(), "What the role is about: `api.organization` or `api.project`."),
};

/** What is never ours to manage. */
export const builtIn: Pick<When, "foreign"> = {
  foreign: (live) =>
    live.predefinedRole === true ? "it is a built-in role, which nobody can change" : undefined,
};
