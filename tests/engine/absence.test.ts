import type { Fault } from "../../emulator";
import { seedKeys } from "../../emulator";
import { atRest, changesSince, destroy, holdings, refreshClean, stepped, up, upFails } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const program = `${head}${stepped}
const { projectId } = new openai.Project("shop");
const { serviceAccountId } = new openai.ProjectServiceAccount("bot", { projectId });
new openai.ServiceAccountApiKey("key", { projectId, serviceAccountId, allPermissions: true });
new openai.VectorStore("docs");
new openai.WebhookEndpoint("hook", { url: "https://hooks.example.com/a", eventTypes: ["batch.failed"] });
const { groupId } = new openai.Group("readers");
new openai.GroupUser("carol", { groupId, userId: "user-carol" });
const { roleId } = new openai.ProjectRole("auditor", { projectId, permissions: ["api.model.read"] });
new openai.ProjectUserRoleAssignment("bob", { projectId, userId: "user-bob", roleId });
new openai.ProjectGroupRoleAssignment("readers", { projectId, groupId, roleId: "role-api-project-viewer" });
new openai.OrganizationUserRoleAssignment("bob", { userId: "user-bob", roleId: "role-api-organization-reader" });
new openai.OrganizationGroupRoleAssignment("readers", { groupId, roleId: "role-api-organization-reader" });
new openai.ProjectRateLimit("limits", {
  projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: 7,
  ...(step === "dropped" ? {} : { maxTokensPer1Minute: 700 }),
});
`;

const ends: Fault["match"][] = [
  { method: "POST", route: "/organization/projects/{project_id}/archive" },
  { method: "DELETE", route: "/organization/projects/{project_id}/service_accounts/{service_account_id}" },
  { method: "DELETE", route: "/organization/projects/{project_id}/api_keys/{api_key_id}" },
  { method: "DELETE", route: "/vector_stores/{vector_store_id}" },
  { method: "DELETE", route: "/webhook_endpoints/{webhook_endpoint_id}" },
  { method: "DELETE", route: "/organization/groups/{group_id}" },
];

const notFound: Fault["action"] = {
  type: "status",
  status: 404,
  body: { error: { message: "Not found.", type: "invalid_request_error", param: null, code: "not_found" } },
};

describe.each(commandLines)("an API that fails for a moment, on the command line $version", (line) => {
  let place: Stage;
  let before: string[];
  beforeAll(async () => {
    place = await stageOn(line, "absence", program);
    await place.pulumi.configure({}, { "openai:apiKey": seedKeys.project });
    before = holdings(place);
  });
  afterAll(() => place.close());

  it.each(["principal", "empty"] as const)(
    "role assignments come, rest and go, however the server describes them: %s",
    async (form) => {
      place.emulator.assignmentSources(form);
      await up(place, "");
      await refreshClean(place, "");
      await atRest(place, "");
      await destroy(place, "");
      expect(changesSince(place, before)).toEqual([]);
    },
  );

  it("a limit that was dropped while the API failed is put back by the next up", async () => {
    await up(place, "");
    const route = "/organization/projects/{project_id}/rate_limits/{rate_limit_id}";
    place.emulator.fault({
      match: { method: "POST", route, times: 20 },
      action: { type: "status", status: 503 },
    });
    await upFails(place, "dropped");
    place.emulator.clearFaults();
    expect(limits()).toMatchObject({ max_requests_per_1_minute: 7, max_tokens_per_1_minute: 700 });
    await up(place, "dropped");
    expect(limits()).toMatchObject({ max_requests_per_1_minute: 7, max_tokens_per_1_minute: 2_000_000 });
    await atRest(place, "dropped");
  });

  it('one false "not found" at the end of each does not drop what lives from the state', async () => {
    place.emulator.advance(600);
    for (const match of ends) place.emulator.fault({ match: { ...match, times: 1 }, action: notFound });
    const living = (await place.resources()).length;
    const { code, output } = await place.run(["destroy", "--yes", "--skip-preview", "--continue-on-error"]);
    place.emulator.clearFaults();
    const left = await place.resources();
    const kinds = left.map(({ type }) => type.split(":").at(-1));
    const alive = left.map(({ id }) => id?.split("/").at(-1) ?? "");
    expect({ code: code !== 0 || left.length === 0, output }).toEqual({ code: true, output });
    expect(left.length).toBeLessThan(living);
    // What the state has forgotten is not there any more.
    const gone = changesSince(place, before).filter((row) => !alive.some((id) => row.includes(id)));
    expect({ kinds, gone }).toEqual({ kinds, gone: [] });
    await destroy(place, "dropped");
    expect(await place.resources()).toEqual([]);
    expect(changesSince(place, before)).toEqual([]);
  });

  const limits = () =>
    place.emulator
      .state()
      .tables.rate_limits.find((row) => row.project_id === "proj_default" && row.model === "gpt-4o");
});
