import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import document from "../../emulator/openapi.json";
import { routes } from "../../emulator/routes/catalog";
import { accepts } from "../../emulator/schemas/operations";
import { validatorOf } from "../../emulator/server/validate";
import { type Caller, errorOf, freshEmulator, made } from "./calls";

interface Operation {
  security?: object[];
  parameters?: { name: string; schema: { default?: number; minimum?: number; maximum?: number } }[];
}

const projects = "/organization/projects";

describe("requests", () => {
  test.each([
    ["GET", "/organization/project"],
    ["DELETE", `${projects}/proj_default`],
    ["PUT", projects],
    ["GET", `${projects}/`],
  ])("%s %s does not exist, and says so", async (method, path) => {
    const { emulator } = freshEmulator();
    const response = await emulator.fetch(new Request(`http://x/v1${path}`, { method }));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: `Invalid URL (${method} /v1${path})`, code: "unknown_url" },
    });
  });

  test.each([
    [{}, "name", "missing_required_parameter"],
    [{ name: 1 }, "name", "invalid_type"],
    [{ name: null }, "name", "invalid_type"],
    [{ name: "x", title: "y" }, "title", "unknown_parameter"],
    [{ name: "x", residency: "MOON" }, "residency", "invalid_value"],
    [{ name: "x", external_key_id: 3 }, "external_key_id", "invalid_type"],
    [[], null, "invalid_type"],
  ])("the body %j is refused: %s, %s", async (body, param, code) => {
    const { admin, emulator } = freshEmulator();
    const before = emulator.state();
    const answer = await admin.post(projects, body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ type: "invalid_request_error", param, code });
    if (param !== null) expect(errorOf(answer).message).toContain(param);
    expect(emulator.state()).toEqual(before);
  });

  test("a body that is not JSON is refused, and one where none belongs too", async () => {
    const { admin } = freshEmulator();
    expect(errorOf(await admin.post(projects, "{")).message).toContain("parse the JSON body");
    const { id } = await made(admin, projects, { name: "x" });
    expect((await admin.post(`${projects}/${id}/archive`, { force: true })).status).toBe(400);
    expect((await admin.post(`${projects}/${id}/archive`, {})).status).toBe(200);
  });

  test.each([
    [`${projects}?archived=true`, "archived"],
    [`${projects}?include_archived=perhaps`, "include_archived"],
    [`${projects}?order=asc`, "order"],
    [`${projects}/proj_default?limit=1`, "limit"],
    ["/organization/roles?order=up", "order"],
    [`${projects}/proj_default/api_keys?owner_project_access=all`, "owner_project_access"],
  ])("the query of %s is refused", async (path, param) => {
    const { admin } = freshEmulator();
    const answer = await admin.get(path);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  });
});

describe("the catalog of routes and the schemas", () => {
  test("every route has a schema that compiles, and every schema has a route", () => {
    const answered = routes.map(({ method, route }) => `${method} ${route}`);
    expect(new Set(answered).size).toBe(answered.length);
    expect([...accepts.keys()].sort()).toEqual(answered.sort());
    for (const route of routes) expect(validatorOf(route)).toBeDefined();
  });

  test("credentials and default page sizes are those of the specification", () => {
    const paths = document.paths as unknown as Record<string, Record<string, Operation>>;
    for (const route of routes) {
      const operation = paths[route.route]?.[route.method.toLowerCase()];
      if (operation === undefined) continue;
      const admin = JSON.stringify(operation.security ?? []).includes("AdminApiKeyAuth");
      expect([route.route, route.credential]).toEqual([route.route, admin ? "admin" : "project"]);
      const limit = operation.parameters?.find((parameter) => parameter.name === "limit")?.schema;
      expect([route.route, route.page !== undefined]).toEqual([route.route, limit !== undefined]);
      if (limit?.default !== undefined) expect(route.page?.limit.default).toBe(limit.default);
      if (limit?.maximum !== undefined) expect(route.page?.limit.max).toBe(limit.maximum);
      if (limit?.minimum !== undefined) expect(route.page?.limit.min).toBe(limit.minimum);
    }
  });
});

describe("replies", () => {
  const ajv = new Ajv2020({ strict: false, formats: { unixtime: true } });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "openai", components: document.components });

  function expectShape(name: string, body: unknown): void {
    const validate = ajv.compile({ $ref: `openai#/components/schemas/${name}` });
    expect([name, validate(body), validate.errors]).toEqual([name, true, null]);
  }

  const read = async (caller: Caller, path: string, name: string) =>
    expectShape(name, (await caller.get(path)).body);

  test("they have the shapes of the specification", async () => {
    const { admin, project } = freshEmulator();
    const item = `${projects}/proj_default`;
    const account = await made(admin, `${item}/service_accounts`, { name: "ci" });
    const key = await made(admin, `${item}/service_accounts/${account.id}/api_keys`);
    const role = await made(admin, "/projects/proj_default/roles", { role_name: "r", permissions: [] });
    const assigned = "/projects/proj_default/users/user-bob/roles";
    expectShape("Project", await made(admin, projects, { name: "x" }));
    expectShape("ProjectServiceAccountCreateResponse", account);
    expectShape("ServiceAccountApiKeyBody", key);
    expectShape("Role", role);
    expectShape("UserRoleAssignment", await made(admin, assigned, { role_id: role.id }));
    expectShape("VectorStoreObject", await made(project, "/vector_stores", {}));

    await read(admin, projects, "ProjectListResponse");
    await read(admin, `${item}/service_accounts`, "ProjectServiceAccountListResponse");
    await read(admin, `${item}/api_keys`, "ProjectApiKeyListResponse");
    await read(admin, `${item}/api_keys/key_default`, "ProjectApiKey");
    await read(admin, `${item}/rate_limits`, "ProjectRateLimitListResponse");
    await read(admin, "/organization/roles", "PublicRoleListResource");
    await read(admin, assigned, "RoleListResource");
    await read(admin, `${assigned}/${role.id}`, "AssignedRoleDetails");
    await read(admin, "/organization/users", "UserListResponse");
    await read(project, "/vector_stores", "ListVectorStoresResponse");
    await read(project, "/models", "ListModelsResponse");
    await read(admin, `${projects}/proj_none`, "ErrorResponse");

    expectShape("DeletedRoleAssignmentResource", (await admin.del(`${assigned}/${role.id}`)).body);
    expectShape("RoleDeletedResource", (await admin.del(`/projects/proj_default/roles/${role.id}`)).body);
    expectShape("ProjectApiKeyDeleteResponse", (await admin.del(`${item}/api_keys/${key.id}`)).body);
    const deleted = await admin.del(`${item}/service_accounts/${account.id}`);
    expectShape("ProjectServiceAccountDeleteResponse", deleted.body);
  });

  test("those about admin keys, groups and members too", async () => {
    const { admin } = freshEmulator();
    const key = await made(admin, "/organization/admin_api_keys", { name: "k", expires_in_seconds: 60 });
    const keyItem = `/organization/admin_api_keys/${key.id}`;
    const group = await made(admin, "/organization/groups", { name: "support" });
    const groupItem = `/organization/groups/${group.id}`;
    const item = `${projects}/proj_other`;
    const ofGroup = `/projects/proj_other/groups/${group.id}/roles`;
    const ofUser = "/organization/users/user-bob/roles";
    const role = "role-api-organization-reader";

    expectShape("AdminApiKeyCreateResponse", key);
    expectShape("GroupResponse", group);
    expectShape("GroupResourceWithSuccess", (await admin.post(groupItem, { name: "help" })).body);
    expectShape("GroupUserAssignment", await made(admin, `${groupItem}/users`, { user_id: "user-bob" }));
    const access = { group_id: group.id, role: "role-api-project-viewer" };
    expectShape("ProjectGroup", await made(admin, `${item}/groups`, access));
    expectShape("ProjectUser", await made(admin, `${item}/users`, { user_id: "user-bob", role: "member" }));
    expectShape("GroupRoleAssignment", await made(admin, `${groupItem}/roles`, { role_id: role }));
    expectShape("UserRoleAssignment", await made(admin, ofUser, { role_id: role }));

    await read(admin, "/organization/admin_api_keys", "ApiKeyList");
    await read(admin, keyItem, "AdminApiKey");
    await read(admin, "/organization/groups", "GroupListResource");
    await read(admin, `${groupItem}/users`, "UserListResource");
    await read(admin, `${groupItem}/users/user-bob`, "GroupMemberUser");
    await read(admin, `${item}/groups`, "ProjectGroupListResource");
    await read(admin, `${item}/users`, "ProjectUserListResponse");
    await read(admin, ofGroup, "RoleListResource");
    await read(admin, `${ofUser}/${role}`, "AssignedRoleDetails");

    const gone = async (path: string, name: string) => expectShape(name, (await admin.del(path)).body);
    await gone(`${ofUser}/${role}`, "DeletedRoleAssignmentResource");
    await gone(`${item}/users/user-bob`, "ProjectUserDeleteResponse");
    await gone(`${item}/groups/${group.id}`, "ProjectGroupDeletedResource");
    await gone(`${groupItem}/users/user-bob`, "GroupUserDeletedResource");
    await gone(groupItem, "GroupDeletedResource");
  });
});
