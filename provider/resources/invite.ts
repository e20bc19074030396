import { z } from "zod";
import { resource } from "../kernel/resource";
import { spellings } from "../kernel/spelling";
import { computed, fixed } from "../kernel/words";
import { project } from "./project";

export const invite = resource({
  token: "Invite",
  about: "An invitation to join the organization, which OpenAI sends by e-mail.",
  notes: [
    "Nothing of it can be changed: another address, role or list of projects is another invitation, sent before the old one is withdrawn.",
    "Nobody waits for it to be accepted. Once it is, it has done its work and shows no difference any more. What the person may do from then on is changed with ProjectUser, GroupUser and the role assignments; other arguments here would send another invitation to somebody who is in the organization already.",
    "One that has expired is sent anew by the update after the refresh that saw it.",
    "An accepted one can be imported too.",
  ],
  destroying:
    "withdraws an open invitation. One that was accepted stays, for the API deletes none; so does whoever accepted it.",
  page: "https://platform.openai.com/docs/api-reference/invite",
  credential: "admin",
  at: "/organization/invites",
  id: "{inviteId}",
  read: "together",
  list: { page: "lastId", max: 100 },
  recognise: ["email", "role", "projects", "createdAt"],
  when: {
    spent: ({ status }) => (status === "expired" ? "status" : undefined),
    ended: ({ status }) => status === "accepted",
    stays: "stays as it is: it was accepted, and who was invited is in the organization",
  },
  props: {
    inviteId: computed(z.string(), "Id of the invitation.", { wire: "id", example: "invite-abc123" }),
    email: fixed(z.string().min(3), "Address that it is sent to.", { equal: spellings.lowerCase }),
    role: fixed(z.enum(["reader", "owner"]), "What the person will be in the organization."),
    projects: fixed(
      z.array(
        z.strictObject({
          id: z.string().min(1).describe("Id of the project."),
          role: z.enum(["member", "owner"]).describe("What the person will be in the project."),
        }),
      ),
      "The projects that the person joins by accepting; `[]` for none, not even the default project.",
      { unordered: true, ofFields: { id: project } },
    ),
    status: computed(z.enum(["pending", "accepted", "expired"]), "What has become of it.", {
      volatile: true,
    }),
    acceptedAt: computed(z.int().optional(), "When it was accepted, in Unix seconds.", { volatile: true }),
    expiresAt: computed(z.int().optional(), "When it expires, in Unix seconds."),
    createdAt: computed(z.int(), "When it was sent, in Unix seconds."),
  },
  examples: [
    {
      title: "A reader who joins a project",
      args: {
        email: "ada@example.com",
        role: "reader",
        projects: [{ id: "proj_abc123", role: "member" }],
      },
      next: [
        { change: { email: "Ada@Example.com" }, expect: "none" },
        { change: { role: "owner" }, expect: "replace" },
        { change: { projects: [] }, expect: "replace" },
      ],
    },
    {
      title: "An owner of the organization who joins no project",
      args: { email: "grace@example.com", role: "owner", projects: [] },
      next: [{ change: { email: "grace.hopper@example.com" }, expect: "replace" }],
    },
  ],
});
