import { changed, firstUpdate, kindsThat, livesInProject, livesInProjectOfKey } from "../kernel/facts";
import { create, end, update } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import {
  Account,
  anyResident,
  argsOf,
  byHand,
  type Declaration,
  errorOf,
  Key,
  listOf,
  look,
  newProject,
  Project,
  type Resident,
  resident,
  VectorStore,
  Webhook,
} from "./house";

async function keyOf(place: Workshop, projectId: string): Promise<{ key: Resident; value: string }> {
  const account = await resident(place, Account, { projectId, name: "holder", role: "member" });
  const key = await resident(place, Key, {
    projectId,
    serviceAccountId: account.saved.live.serviceAccountId,
    name: "k",
    allPermissions: true,
  });
  return { key, value: String(key.saved.live.value) };
}

const archive = (place: Workshop, projectId: string) =>
  byHand(place, "POST", `/organization/projects/${projectId}/archive`);

const children = kindsThat((declaration) => livesInProject(declaration) && declaration !== Project);
const ofProjects = kindsThat(livesInProjectOfKey);

it("a project archived by hand reads as gone", async () => {
  const place = workshop();
  const it = await resident(place, Project, { name: "p" });
  await archive(place, it.saved.id);
  expect(await look(place.session(), it)).toBeUndefined();
  expect(place.calls()).toEqual(["GET /organization/projects"]);
});

it("a project archived by hand can be destroyed", async () => {
  const place = workshop();
  const it = await resident(place, Project, { name: "p" });
  await archive(place, it.saved.id);
  await end(place.session(), Project, it.saved);
});

describe.each(children)("a %s in a project archived by hand", (_, declaration) => {
  async function below(place: Workshop): Promise<Resident> {
    const projectId = await newProject(place);
    const it = await anyResident(place, declaration, { projectId });
    await archive(place, projectId);
    return it;
  }

  it("reads as gone", async () => {
    const place = workshop();
    expect(await look(place.session(), await below(place))).toBeUndefined();
  });

  it("is destroyed without an error", async () => {
    const place = workshop();
    const it = await below(place);
    await end(place.session(), declaration, it.saved);
  });

  it("is an error and not gone as long as its project is alive", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method: "GET", route: listOf(declaration), times: 100 },
      action: { type: "status", status: 400 },
    });
    expect((await errorOf(look(place.session(), it))).details.status).toBe(400);
  });
});

it("many children ask once whether their project is gone", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const all: Resident[] = [];
  for (let n = 0; n < 5; n++) all.push(await resident(place, Account, { projectId, name: `bot-${n}` }));
  await archive(place, projectId);
  const session = place.session();
  expect(await Promise.all(all.map((it) => look(session, it)))).toEqual(all.map(() => undefined));
  expect(place.calls().filter((call) => call === "GET /organization/projects")).toHaveLength(1);
});

describe.each(ofProjects)("a %s whose project was archived by hand", (_, declaration: Declaration) => {
  async function orphan(place: Workshop, hint: boolean): Promise<Resident> {
    const projectId = await newProject(place);
    const { value } = await keyOf(place, projectId);
    const args = await argsOf(place, declaration, { projectId, apiKey: value });
    const said = { ...args, projectId: hint ? projectId : undefined };
    const it = await resident(place, declaration, said, value);
    await archive(place, projectId);
    return it;
  }

  it("is gone where the program says which project it lives in", async () => {
    const place = workshop();
    const it = await orphan(place, true);
    expect(await look(place.session(), it)).toBeUndefined();
    await end(place.session(), declaration, it.saved, it.apiKey);
  });

  it("is an error without that hint, which says what would have helped", async () => {
    const place = workshop();
    const it = await orphan(place, false);
    const session = place.session();
    for (const work of [() => look(session, it), () => end(session, declaration, it.saved, it.apiKey)]) {
      const error = await errorOf(work());
      expect(error.details.status).toBe(401);
      expect(error.message).toContain("`pulumi up --replace <urn of the key>`");
      expect(error.message).toContain("argument projectId");
    }
  });

  it("is an error without an admin key, which names the setting", async () => {
    const place = workshop();
    const it = await orphan(place, true);
    const session = place.session({ adminApiKey: undefined });
    for (const work of [() => look(session, it), () => end(session, declaration, it.saved, it.apiKey)]) {
      const error = await errorOf(work());
      expect(error.details.status).toBe(401);
      expect(error.message).toContain("openai:adminApiKey (or the environment variable OPENAI_ADMIN_KEY)");
    }
  });
});

describe.each(ofProjects)("a %s whose key no longer works", (_, declaration: Declaration) => {
  it("is not gone: the key is expired or revoked, and the next command is said", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const { key, value } = await keyOf(place, projectId);
    const args = await argsOf(place, declaration, { projectId, apiKey: value });
    const it = await resident(place, declaration, { ...args, projectId }, value);
    await end(place.session(), Key, key.saved);
    place.calls();
    for (const work of [
      () => look(place.session(), it),
      () => end(place.session(), declaration, it.saved, value),
    ]) {
      const error = await errorOf(work());
      expect(error.message).toContain("this key is expired or revoked");
      expect(error.message).toContain("`pulumi up --replace <urn of the key>`");
      expect(error.message).toContain(projectId);
      expect(error.message).not.toContain(value);
    }
  });

  const inPlace = firstUpdate(declaration);

  it(`says so on a create${inPlace ? " and on an update" : ""} as well`, async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const { key, value } = await keyOf(place, projectId);
    const { args, saved } = await anyResident(place, declaration, { projectId, apiKey: value });
    await end(place.session(), Key, key.saved);
    const works = [() => create(place.session(), declaration, args, value)];
    if (inPlace) {
      const news = changed(args, inPlace.change);
      works.push(() => update(place.session(), declaration, saved, args, news, value));
    }
    for (const work of works) {
      const error = await errorOf(work());
      expect(error.message).toContain("Nothing was changed");
      expect(error.message).toContain("is wrong, expired or revoked");
      expect(error.message).toContain("the argument apiKey");
    }
  });
});

it("a project that the admin key does not see is said to be unknown, not archived", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const { key, value } = await keyOf(place, projectId);
  const args = { name: "w", url: "https://hooks.example.com", eventTypes: ["batch.failed"] };
  const it = await resident(place, Webhook, { ...args, projectId: "proj_typo" }, value);
  await end(place.session(), Key, key.saved);
  const error = await errorOf(look(place.session(), it));
  expect(error.message).toContain("proj_typo is not among the organization's projects");
});

it("an archived project behind a project listing that fails is an error", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const { value } = await keyOf(place, projectId);
  const it = await resident(place, VectorStore, { name: "s", projectId }, value);
  await archive(place, projectId);
  place.emulator.fault({
    match: { method: "GET", route: "/organization/projects", times: 100 },
    action: { type: "status", status: 403 },
  });
  await expect(look(place.session(), it)).rejects.toThrow("403");
});
