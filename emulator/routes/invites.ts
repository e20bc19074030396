import { z } from "zod";
import { badRequest, notFound } from "../api/errors";
import type { Happening } from "../api/happening";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route, type World } from "../api/route";
import { joinProject, projectUserIn } from "../objects/project-users";
import { type UserRow, userTable } from "../objects/users";
import { id, maybe, seconds, table, text } from "../state/fields";
import { type ProjectRow, projectTable } from "../state/identity";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";

type InviteRow = RowOf<typeof inviteTable>;
export const inviteTable = table(
  "invites",
  {
    organization_id: id,
    email: text,
    role: z.enum(["owner", "reader"]),
    projects: z.array(z.strictObject({ id, role: z.enum(["owner", "member"]) })),
    created_at: seconds,
    expires_at: seconds,
    accepted_at: maybe(seconds),
  },
  { param: "invite_id", mayBeMissing: true },
);

interface CreateBody {
  email: string;
  role: InviteRow["role"];
  projects?: InviteRow["projects"];
}

const collection = "/organization/invites";
const item = `${collection}/{invite_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };
// The document does not say how long. Here it is a week.
const lifetime = 7 * 86_400;

function statusOf(
  { now }: World,
  { accepted_at, expires_at }: InviteRow,
): "accepted" | "expired" | "pending" {
  if (accepted_at !== null) return "accepted";
  return expires_at <= now() ? "expired" : "pending";
}

function show(world: World, row: InviteRow) {
  const { organization_id: _, seq: __, ...told } = row;
  return { object: "organization.invite", ...told, status: statusOf(world, row) };
}

function inviteOf({ world, caller, param }: Call<unknown, unknown>): InviteRow {
  const id = param("invite_id");
  const row = world.store.find(
    inviteTable,
    (invite) => invite.id === id && invite.organization_id === caller.organizationId,
  );
  if (row === undefined) throw notFound(`No invite found with id '${id}'.`);
  return row;
}

function checkProjects({ world, caller, body }: Call<CreateBody, unknown>): void {
  for (const [n, { id }] of (body.projects ?? []).entries()) {
    const known = world.store.find(
      projectTable,
      (project) => project.id === id && project.organization_id === caller.organizationId,
    );
    if (known === undefined || known.archived_at !== null) {
      throw badRequest(`The project '${id}' was not found.`, `projects[${n}].id`, "invalid_value");
    }
  }
}

const userOf = (store: Store, organizationId: string, email: string): UserRow | undefined =>
  store.find(
    userTable,
    (user) => user.organization_id === organizationId && user.email.toLowerCase() === email.toLowerCase(),
  );

const isDefaultOf = (organizationId: string) => (project: ProjectRow) =>
  project.is_default && project.organization_id === organizationId;

export const inviteRoutes: readonly Route[] = [
  // No e-mail is sent. Nothing says that somebody is invited only once at a time, nor what inviting a member would mean.
  route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const { world, caller, body } = call;
    const { store } = world;
    const { organizationId: organization_id } = caller;
    if (userOf(store, organization_id, body.email) !== undefined)
      throw badRequest("The user is in the organization already.", "email", "already_exists");
    checkProjects(call);
    // Where nothing is said of projects, it is the default one.
    const given = store.find(projectTable, isDefaultOf(organization_id));
    const legacy = given === undefined ? [] : [{ id: given.id, role: "member" as const }];
    const row = store.insert(inviteTable, {
      id: store.newId("invite-"),
      organization_id,
      email: body.email,
      role: body.role,
      projects: body.projects ?? legacy,
      created_at: world.now(),
      expires_at: world.now() + lifetime,
      accepted_at: null,
    });
    return show(world, row);
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, caller, query }) => {
      const rows = world.store.filter(inviteTable, (row) => row.organization_id === caller.organizationId);
      return page(world.store, paging, query, rows, (row) => show(world, row));
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => show(call.world, inviteOf(call))),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id, accepted_at } = inviteOf(call);
    if (accepted_at !== null) throw badRequest(`The invite '${id}' was accepted and cannot be deleted.`);
    call.world.store.remove(inviteTable, (row) => row.id === id);
    return { object: "organization.invite.deleted", id, deleted: true };
  }),
];

/** Who was invited opens the link: a user of the organization, and of the projects that there are still. */
export const inviteAccepted: Happening = {
  name: "invite.accepted",
  happen(world, id) {
    const { store } = world;
    const now = world.now();
    const row = store.find(inviteTable, (invite) => invite.id === id);
    if (row === undefined) throw new TypeError(`There is no invite ${JSON.stringify(id)}.`);
    const status = statusOf(world, row);
    if (status !== "pending") throw new TypeError(`The invite ${JSON.stringify(id)} is ${status}.`);
    row.accepted_at = now;
    const { organization_id, email, role } = row;
    const user =
      userOf(store, organization_id, email) ??
      store.insert(userTable, {
        id: store.newId("user-"),
        organization_id,
        name: email,
        email,
        role,
        added_at: now,
      });
    for (const { id: projectId, role: roleThere } of row.projects) {
      const home = { organizationId: organization_id, projectId };
      const project = store.find(projectTable, (candidate) => candidate.id === projectId);
      const isOpen = project !== undefined && project.archived_at === null && !project.is_default;
      // Everybody is in the default project.
      if (isOpen && projectUserIn(store, home, user.id) === undefined)
        joinProject(store, home, { id: user.id, role: roleThere, added_at: now });
    }
  },
};
