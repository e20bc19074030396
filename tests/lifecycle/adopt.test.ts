import type { Property } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import { stage } from "../dynamic/shell";
import { changed, firstUpdate, kindsThat, namesOf } from "../kernel/facts";
import { create } from "../support/entries";
import { sampleArgs, withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import {
  Account,
  argsOf,
  byHand,
  type Declaration,
  errorOf,
  everyObject,
  Key,
  listOf,
  look,
  newProject,
  Project,
  Role,
  removeByHand,
  resident,
  route,
  VectorStore,
  Webhook,
} from "./house";

const made = kindsThat(({ kind }) => kind !== "existing");

/** Calls that made an object of the kind since the last look. */
function makings(place: Workshop, declaration: Declaration): string[] {
  return place.calls().filter((call) => call === `POST ${route(declaration.at.create)}`);
}

/** Whatever is there already, made without this program. */
async function foundling(place: Workshop, declaration: Declaration, own?: Properties) {
  const args = own ?? (await argsOf(place, declaration));
  return resident(place, declaration, args);
}

describe.each(made)("a %s to adopt", (_, declaration) => {
  it("by its looks is made where none is there", async () => {
    const place = workshop();
    const args = await argsOf(place, declaration);
    const before = await everyObject(place, declaration, args);
    const saved = await create(place.session(), declaration, args, undefined, true);
    const after = await everyObject(place, declaration, args);
    expect(after.filter((id) => !before.includes(id))).toEqual([saved.id]);
  });

  it.each(["by its looks", "by its id"])("%s is taken over, and none is made", async (how) => {
    const place = workshop();
    const { args, saved: there } = await foundling(place, declaration);
    const adopting = how === "by its id" ? there.id : true;
    const saved = await create(place.session(), declaration, args, undefined, adopting);
    expect(saved.id).toBe(there.id);
    expect(makings(place, declaration)).toEqual([]);
    const seen = await look(place.session(), { declaration, args, saved });
    expect(seen?.args).toEqual(args);
  });

  it("by an id that is not there is an error, and none is made", async () => {
    const place = workshop();
    const it = await foundling(place, declaration);
    if (declaration.end === "erase") await removeByHand(place, it);
    const id = declaration.end === "erase" ? it.saved.id : `${it.saved.id}x`;
    const error = await errorOf(create(place.session(), declaration, it.args, undefined, id));
    expect(error.message).toContain(`There is no ${declaration.token} ${id} to adopt`);
    expect(error.message).toContain("Nothing was changed");
    expect(makings(place, declaration)).toEqual([]);
  });

  it("by something that is no id of the kind is an error before any call", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    const error = await create(place.session(), declaration, args, undefined, "a/b/c/d").catch(String);
    expect(error).toContain(`"a/b/c/d" is not an id of a ${declaration.token}`);
    expect(place.calls()).toEqual([]);
  });

  it("by its id is nobody else's of this program", async () => {
    const place = workshop();
    const session = place.session();
    const args = await argsOf(place, declaration);
    const { id } = await create(session, declaration, args);
    const error = await errorOf(create(session, declaration, args, undefined, id));
    expect(error.message).toContain(`${id} belongs to another resource of this program already`);
  });

  it("by its looks is an error where another resource of this program has it, and no second one is made", async () => {
    const place = workshop();
    const session = place.session();
    const args = await argsOf(place, declaration);
    const { id } = await create(session, declaration, args);
    const second = create(session, declaration, args, undefined, true);
    expect((await errorOf(second)).message).toContain(id);
    expect(makings(place, declaration)).toHaveLength(1);
  });

  it("is given to one of two resources that ask for it at once", async () => {
    const place = workshop();
    const { args, saved } = await foundling(place, declaration);
    const session = place.session();
    const ask = () => create(session, declaration, args, undefined, saved.id);
    const outcomes = await Promise.allSettled([ask(), ask()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe.each(kindsThat((one) => one.kind !== "existing" && firstUpdate(one) !== undefined))(
  "an adopted %s",
  (_, declaration) => {
    it("is changed to what the program wants", async () => {
      const place = workshop();
      const { args: sample, change } = firstUpdate(declaration) ?? { args: {}, change: {} };
      const args = await withRealParents(place, declaration, sample);
      const it = await foundling(place, declaration, args);
      const wanted = changed(args, change);
      const saved = await create(place.session(), declaration, wanted, undefined, it.saved.id);
      expect(saved.id).toBe(it.saved.id);
      const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      const seen = await look(place.session(), { declaration, args: said, saved });
      expect(seen?.args).toEqual(said);
      expect(makings(place, declaration)).toEqual([]);
    });
  },
);

it("several that look like the one to adopt are listed in an error, and nothing is changed", async () => {
  const place = workshop();
  const path = "/organization/projects";
  const twins = [
    await byHand(place, "POST", path, { name: "twin" }),
    await byHand(place, "POST", path, { name: "twin" }),
  ];
  const error = await errorOf(create(place.session(), Project, { name: "twin" }, undefined, true));
  expect(error.message).toContain("2 Project objects look like the one to adopt");
  for (const { id } of twins) expect(error.message).toContain(String(id));
  expect(place.calls()).toEqual([`GET ${listOf(Project)}`]);
});

it("an archived project is not there to adopt", async () => {
  const place = workshop();
  const { saved } = await foundling(place, Project, { name: "old" });
  await byHand(place, "POST", `/organization/projects/${saved.id}/archive`);
  const fresh = await create(place.session(), Project, { name: "old" }, undefined, true);
  expect(fresh.id).not.toBe(saved.id);
  const error = await errorOf(create(place.session(), Project, { name: "old" }, undefined, saved.id));
  expect(error.message).toContain(`There is no Project ${saved.id} to adopt`);
});

it("what cannot be changed and is otherwise than the program wants is named, and nothing is changed", async () => {
  const place = workshop();
  const { saved } = await foundling(place, Project, { name: "p", residency: "EU_STORAGE_PROCESSING" });
  const wanted = { name: "q", residency: "US_STORAGE_PROCESSING" };
  const error = await errorOf(create(place.session(), Project, wanted, undefined, saved.id));
  expect(error.message).toContain(`Project ${saved.id} cannot be adopted: its residency cannot be changed`);
  expect(place.calls().filter((call) => call.startsWith("POST"))).toEqual([]);
});

it("what the program does not speak of stays as it is", async () => {
  const place = workshop();
  const metadata = { team: "support" };
  const { saved } = await foundling(place, VectorStore, { name: "s", metadata });
  await create(place.session(), VectorStore, { name: "t" }, undefined, saved.id);
  expect(place.emulator.state().tables.vector_stores).toMatchObject([{ name: "t", metadata }]);
});

/** Built-in roles stand in a project's listing under an id that names the project once more. */
async function builtInRole(place: Workshop): Promise<string> {
  const projectId = await newProject(place);
  return `${projectId}/role-api-project-owner__api-project__${projectId}`;
}

it.each([
  ["a person's key", Key, async () => "proj_default/key_default"],
  ["a built-in role", Role, builtInRole],
])("%s is not ours to adopt", async (_, declaration, idIn) => {
  const place = workshop();
  const id = await idIn(place);
  const args = await sampleArgs(place, declaration);
  const error = await errorOf(create(place.session(), declaration, args, undefined, id));
  expect(error.message).toContain("cannot be imported");
});

describe.each(kindsThat((declaration) => namesOf(declaration, "once").length > 0))(
  "an adopted %s",
  (_, declaration) => {
    it("is without the secret that only its creation told", async () => {
      const place = workshop();
      const {
        rotationTrigger: _rotation,
        keepOldSecretActiveFor24Hours: _keep,
        ...args
      } = await argsOf(place, declaration);
      const { saved: there } = await foundling(place, declaration, args);
      const saved = await create(place.session(), declaration, args, undefined, there.id);
      for (const name of namesOf(declaration, "once")) expect(saved.live).not.toHaveProperty(name);
    });
  },
);

it("an adopted webhook endpoint gets a secret by the rotation that the program asks for", async () => {
  const place = workshop();
  const { args, saved: there } = await foundling(place, Webhook);
  const saved = await create(
    place.session(),
    Webhook,
    { ...args, rotationTrigger: "adopted" },
    undefined,
    there.id,
  );
  expect(saved.live.signingSecret).toMatch(/^whsec_/);
  expect(saved.live.signingSecret).not.toBe(there.live.signingSecret);
});

it("an adopted account without a role gets the one that the program wants", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const { saved } = await foundling(place, Account, { projectId, name: "bot" });
  await create(place.session(), Account, { projectId, name: "bot", role: "member" }, undefined, saved.id);
  expect(place.emulator.state().tables.service_accounts).toMatchObject([{ role: "member" }]);
});

describe("the argument adopt of a dynamic resource", () => {
  const token = "VectorStore";

  it("is no part of the state, and its change is no difference", async () => {
    const { shell, place } = stage();
    const there = await shell(token).create({ name: "s" });
    const run = shell(token, place.session());
    const state = await run.create({ name: "s", adopt: there.id });
    expect(state.id).toBe(there.id);
    expect(state.outputs).not.toHaveProperty("adopt");
    for (const adopt of [undefined, true, "vs_other"]) {
      const news = adopt === undefined ? { name: "s" } : { name: "s", adopt };
      expect(await run.diff(state, news)).toMatchObject({ changes: false, replaces: [] });
    }
  });

  it("does not find the object that the resource itself is about to replace", async () => {
    const { place, shell } = stage();
    const args = { name: "s", description: "one" };
    const state = await shell(token).create(args);
    place.emulator.advance(600);
    const run = shell(token, place.session());
    const news = { name: "s", description: "two", adopt: true };
    expect(await run.diff(state, news)).toMatchObject({ replaces: ["description"] });
    const fresh = await run.create(news);
    // The engine deletes the old one next; were it the same, nothing would be left.
    expect(fresh.id).not.toBe(state.id);
  });
});

describe.each(kindsThat(({ kind, props }) => kind === "edge" && Object.values(props).some(hidesChange)))(
  "a %s that is deleted first and made anew in the same run",
  (token, declaration) => {
    it("is found again when the answer is lost", async () => {
      const { place, shell } = stage();
      const args = await sampleArgs(place, declaration);
      const state = await shell(token).create(args);
      place.emulator.advance(600);
      const run = shell(token, place.session());
      const [name = ""] = Object.keys(args).filter((one) => hidesChange(declaration.props[one]));
      const next = declaration.examples[0]?.next?.find(({ change }) => name in change)?.change;
      const news = { ...args, [name]: next?.[name] };
      expect(await run.diff(state, news)).toMatchObject({ replaces: [name], deleteBeforeReplace: true });
      await run.delete(state);
      place.emulator.fault({
        match: { method: "POST", route: route(declaration.at.create) },
        action: { type: "reset-after" },
      });
      expect((await run.create(news)).id).toBe(state.id);
    });
  },
);

/** An argument that makes another object with the same id. */
function hidesChange(property: Property | undefined): boolean {
  return property?.word === "fixed" && property.options.echoed === false;
}
