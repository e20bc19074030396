import { z } from "zod";
import { resource } from "../kernel/resource";
import { computed } from "../kernel/words";

/** A person of the organization. No resource: what is given to people hangs on them, and is gone when they are. */
export const user = resource({
  token: "User",
  about: "A person of the organization.",
  page: "https://platform.openai.com/docs/api-reference/users",
  credential: "admin",
  kind: "existing",
  at: "/organization/users",
  id: "{userId}",
  list: { page: "lastId", max: 100 },
  props: {
    userId: computed(z.string(), "Id of the user.", { wire: "id", example: "user-abc123" }),
  },
  examples: [{ title: "Nobody makes people", args: {} }],
});
