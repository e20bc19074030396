import { z } from "zod";
import { thing } from "../kernel/resource";
import { computed } from "../kernel/words";

/** A person of the organization. Nobody makes people by the API: what is given to people hangs on them, and is gone when they are. */
export const user = thing({
  token: "User",
  about: "A person of the organization.",
  page: "https://platform.openai.com/docs/api-reference/users",
  credential: "admin",
  at: "/organization/users",
  id: "{userId}",
  read: "together",
  list: { page: "lastId", max: 100 },
  props: {
    userId: computed(z.string(), "Id of the user.", { wire: "id", example: "user-abc123" }),
  },
});
