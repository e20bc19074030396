import { end } from "../../provider/lifecycle/end";
import { workshop } from "../support/workshop";
import {
  anyResident,
  errorOf,
  everyKind,
  itemOf,
  keyFor,
  look,
  Project,
  type Resident,
  removeByHand,
  resident,
} from "./house";

const erased = everyKind.filter(([, declaration]) => declaration.end === "erase");

describe.each(everyKind)("destroying a %s", (_, declaration) => {
  const endingRoute = declaration === Project ? `${itemOf(Project)}/archive` : itemOf(declaration);
  const method = declaration.end === "erase" ? "DELETE" : "POST";

  it("twice is no error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await end(place.session(), declaration, it.saved);
    await end(place.session(), declaration, it.saved);
  });

  it("takes one call", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await end(place.session(), declaration, it.saved);
    expect(place.calls()).toEqual([`${method} ${endingRoute}`]);
  });

  it("that somebody has removed by hand is no error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    await end(place.session(), declaration, it.saved);
  });

  it("is done again when the answer is lost", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({ match: { method, route: endingRoute }, action: { type: "reset-after" } });
    await end(place.session(), declaration, it.saved);
    const calls = place.calls().filter((call) => call === `${method} ${endingRoute}`);
    expect(calls).toHaveLength(2);
  });

  it.each([401, 403, 409])("that is answered with %i is an error", async (status) => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method, route: endingRoute, times: 99 },
      action: { type: "status", status },
    });
    const error = await errorOf(end(place.session(), declaration, it.saved));
    expect(error.details.status).toBe(status);
    expect(error.message).toContain("Nothing was changed");
  });

  it("that a proxy's page answers with 404 is an error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method, route: endingRoute, times: 99 },
      action: { type: "status", status: 404, body: "<html>no such host</html>" },
    });
    expect((await errorOf(end(place.session(), declaration, it.saved))).details.status).toBe(404);
  });
});

describe.each(erased)("the DELETE of a %s", (_, declaration) => {
  it("that is answered with 500 although it was carried out is a success", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method: "DELETE", route: itemOf(declaration) },
      action: { type: "status", status: 500, when: "after" },
    });
    await end(place.session(), declaration, it.saved);
    expect(await look(place.session(), it)).toBeUndefined();
  });

  it("that never gets an answer is an error that leaves open whether it was carried out", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method: "DELETE", route: itemOf(declaration), times: 99 },
      action: { type: "status", status: 500 },
    });
    const error = await errorOf(end(place.session(), declaration, it.saved));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain("Whether it was carried out is not known");
  });

  it("goes to the object's project and nowhere else", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const bystander: Resident = await anyResident(place, declaration);
    await end(place.session(), declaration, it.saved);
    expect(keyFor(bystander)).toBe(keyFor(it));
    expect(await look(place.session(), bystander)).toBeDefined();
  });
});

describe("archiving a project", () => {
  it("is not undone or repeated by destroying it again", async () => {
    const place = workshop();
    const it = await resident(place, Project, { name: "p" });
    await end(place.session(), Project, it.saved);
    const after = place.emulator.state().tables.projects;
    place.emulator.advance(1000);
    await end(place.session(), Project, it.saved);
    expect(place.emulator.state().tables.projects).toEqual(after);
  });

  it("of the default project is refused by the API, and the error says so", async () => {
    const place = workshop();
    const saved = { id: "proj_default", live: {}, memo: {} };
    const error = await errorOf(end(place.session(), Project, saved));
    expect(error.message).toContain("The default project cannot be archived");
  });
});

it("an id of the wrong shape is answered with an example of the right one", async () => {
  const place = workshop();
  const samples: Record<string, string> = {};
  for (const [token, declaration] of everyKind) {
    const saved = { id: "a/b/c/d", live: {}, memo: { restoreTo: { maxRequestsPer1Minute: 1 } } };
    samples[token] = (await errorOf(end(place.session(), declaration, saved))).message;
  }
  expect(samples).toEqual({
    Project: '"a/b/c/d" is not an id of a Project. Its form is projectId, for example proj_abc123.',
    ProjectServiceAccount:
      '"a/b/c/d" is not an id of a ProjectServiceAccount. Its form is projectId/serviceAccountId, for example proj_abc123/svc_acct_abc123.',
    ServiceAccountApiKey:
      '"a/b/c/d" is not an id of a ServiceAccountApiKey. Its form is projectId/apiKeyId, for example proj_abc123/key_abc123.',
    ProjectRateLimit:
      '"a/b/c/d" is not an id of a ProjectRateLimit. Its form is projectId/rateLimitId, for example proj_abc123/rl-gpt-4o.',
    ProjectRole:
      '"a/b/c/d" is not an id of a ProjectRole. Its form is projectId/roleId, for example proj_abc123/role_abc123.',
    ProjectUserRoleAssignment:
      '"a/b/c/d" is not an id of a ProjectUserRoleAssignment. Its form is projectId/userId/roleId, for example proj_abc123/user-abc123/role_abc123.',
    VectorStore: '"a/b/c/d" is not an id of a VectorStore. Its form is vectorStoreId, for example vs_abc123.',
    WebhookEndpoint:
      '"a/b/c/d" is not an id of a WebhookEndpoint. Its form is webhookEndpointId, for example whe_abc123.',
  });
  expect(place.calls()).toEqual([]);
});
