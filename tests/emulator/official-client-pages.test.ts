import OpenAI from "openai";
import { createEmulator, type Emulator, type Listening, seedKeys } from "../../emulator/index";
import { routes } from "../../emulator/routes/catalog";
import { crowdedState, listed } from "./crowd";
import { crowdSize } from "./crowd-rows";

let emulator: Emulator;
let server: Listening;
let client: OpenAI;

beforeAll(async () => {
  emulator = createEmulator();
  emulator.restore(crowdedState());
  server = await emulator.listen();
  const { project: apiKey, admin: adminAPIKey } = seedKeys;
  client = new OpenAI({ apiKey, adminAPIKey, baseURL: server.url, maxRetries: 0 });
});
afterAll(() => server.close());

type Items = AsyncIterable<{ id: string } | { group_id: string }>;

const place = { project_id: "proj_default" };

/** How the official client lists, by the template of what it asks. */
function listings(limit: { limit?: number }): Record<string, () => Items> {
  const { organization } = client.admin;
  const { projects, groups, users } = organization;
  const inProject = { ...place, ...limit };
  return {
    "/organization/projects": () => projects.list(limit),
    "/organization/projects/{project_id}/service_accounts": () =>
      projects.serviceAccounts.list("proj_default", limit),
    "/organization/projects/{project_id}/api_keys": () => projects.apiKeys.list("proj_default", limit),
    "/organization/projects/{project_id}/rate_limits": () =>
      projects.rateLimits.listRateLimits("proj_default", limit),
    "/organization/roles": () => organization.roles.list(limit),
    "/projects/{project_id}/roles": () => projects.roles.list("proj_default", limit),
    "/organization/admin_api_keys": () => organization.adminAPIKeys.list(limit),
    "/organization/groups": () => groups.list(limit),
    "/organization/groups/{group_id}/users": () => groups.users.list("group_0", limit),
    "/organization/projects/{project_id}/groups": () => projects.groups.list("proj_default", limit),
    "/organization/projects/{project_id}/users": () => projects.users.list("proj_default", limit),
    "/organization/users": () => users.list(limit),
    "/organization/users/{user_id}/roles": () => users.roles.list("user-bob", limit),
    "/organization/groups/{group_id}/roles": () => groups.roles.list("group_0", limit),
    "/projects/{project_id}/users/{user_id}/roles": () => projects.users.roles.list("user-bob", inProject),
    "/projects/{project_id}/groups/{group_id}/roles": () => projects.groups.roles.list("group_0", inProject),
    "/files": () => client.files.list(limit),
    "/vector_stores": () => client.vectorStores.list(limit),
    "/vector_stores/{vector_store_id}/files": () => client.vectorStores.files.list("vs_0", limit),
    "/vector_stores/{vector_store_id}/file_batches/{batch_id}/files": () =>
      client.vectorStores.fileBatches.listFiles("vsfb_0", { vector_store_id: "vs_0", ...limit }),
    "/assistants": () => client.beta.assistants.list(limit),
    "/fine_tuning/jobs": () => client.fineTuning.jobs.list(limit),
    "/fine_tuning/jobs/{fine_tuning_job_id}/events": () =>
      client.fineTuning.jobs.listEvents("ftjob-0", limit),
    "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints": () =>
      client.fineTuning.jobs.checkpoints.list("ftjob-0", limit),
    "/webhook_endpoints": () => client.webhooks.list(limit),
    "/models": () => client.models.list(),
  };
}

/** A listing whose path has no ids is found in the client by its words. */
function byPath(name: string, limit: { limit?: number }): Items {
  const isAdmin = routes.some(({ route, credential }) => route === name && credential === "admin");
  const words = name.slice(1).split("/").map(camelCased);
  const place = words.reduce<unknown>((inside, word) => get(inside, word), isAdmin ? client.admin : client);
  const list = get(place, "list");
  if (typeof list !== "function") throw new Error(`nothing lists ${name}`);
  return list.call(place, limit);
}

const camelCased = (word: string) => word.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const get = (place: unknown, name: string): unknown =>
  typeof place === "object" && place !== null ? Reflect.get(place, name) : undefined;

/** These come whole, without pages. */
const whole = ["/models", "/webhook_event_types"];

test("every listing of the emulator is among those that are paged through", () => {
  const all = routes.filter(
    (route) => route.method === "GET" && !route.route.endsWith("}") && !route.route.endsWith("/content"),
  );
  const expected = all.map((route) => route.route).filter((name) => name !== "/webhook_event_types");
  expect(Object.keys(listed()).sort()).toEqual(expected.sort());
});

const cases = Object.keys(listed()).flatMap((name) => [
  [name, {}] as const,
  ...(whole.includes(name) ? [] : [[name, { limit: 25 }] as const]),
]);

test.each(cases)(
  "the official npm client pages through more than 200 objects of %s with %j",
  async (name, limit) => {
    emulator.clearRequests();
    const found: string[] = [];
    const items = listings(limit)[name]?.() ?? byPath(name, limit);
    for await (const item of items) found.push("group_id" in item ? item.group_id : item.id);
    expect(new Set(found).size).toBe(found.length);
    expect(found.sort()).toEqual([...(listed()[name] ?? [])].sort());
    const asked = emulator.requests().filter((request) => request.route === name);
    expect(asked.every((request) => request.status === 200)).toBe(true);
    if ("limit" in limit) expect(asked.length).toBeGreaterThanOrEqual(Math.ceil(crowdSize / 25));
  },
);
