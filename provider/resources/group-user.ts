import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { group } from "./group";
import { user } from "./user";

export const groupUser = resource({
  token: "GroupUser",
  about: "The membership of one user in one group.",
  notes: [
    "The user must be in the organization. A group that an identity provider keeps by SCIM refuses every change.",
  ],
  destroying: "removes the user from the group; what the user held through it is lost, user and group stay.",
  page: "https://platform.openai.com/docs/api-reference/groups/users",
  credential: "admin",
  kind: "edge",
  at: "/organization/groups/{groupId}/users",
  id: "{groupId}/{userId}",
  read: "together",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  props: {
    groupId: parent(group, "Id of the group."),
    userId: parent(user, "Id of the user.", {
      wire: { write: "user_id", read: "id" },
    }),
  },
  examples: [
    {
      title: "A member of the support team",
      args: { groupId: "group_abc123", userId: "user-abc123" },
      next: [{ change: { userId: "user-def456" }, expect: "replace" }],
    },
  ],
});
