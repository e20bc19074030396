import { seedKeys } from "../../emulator";
import { everyKind } from "../kernel/facts";
import { create, end } from "../support/entries";
import { addAdminKey, addProjectKey } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import {
  Account,
  anyResident,
  errorOf,
  expectAlive,
  fingerprintOf,
  look,
  Project,
  RateLimit,
  type Resident,
  removeByHand,
  resident,
  VectorStore,
  Webhook,
} from "./house";

/** Keys of another organization and of another project: each of them valid, and each of them wrong. */
const foreign = { adminApiKey: seedKeys.otherAdmin, apiKey: seedKeys.otherProject };

function ours({ declaration }: Resident): string {
  return declaration.credential === "admin" ? seedKeys.admin : seedKeys.project;
}
function theirs({ declaration }: Resident): string {
  return declaration.credential === "admin" ? seedKeys.otherAdmin : seedKeys.otherProject;
}
function setting({ declaration }: Resident): string {
  return declaration.credential === "admin" ? "openai:adminApiKey" : "openai:apiKey";
}

/** Everything that is there, but for the time at which a key was last used. */
function worldOf(place: Workshop): unknown {
  const { tables } = place.emulator.state();
  return JSON.parse(JSON.stringify(tables, (name, value) => (name === "last_used_at" ? undefined : value)));
}

describe.each(everyKind)("a %s under a key that is not its own", (_, declaration) => {
  it("is not called gone by a refresh; the error names both keys and the setting", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const error = await errorOf(look(place.session(foreign), it));
    expect(error.message).not.toContain("sk-");
    expect(error.code).toBe("unproven");
    expect(error.message).toContain(fingerprintOf(ours(it)));
    expect(error.message).toContain(fingerprintOf(theirs(it)));
    expect(error.message).toContain(setting(it));
  });

  it("is not taken for destroyed", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const before = worldOf(place);
    const error = await errorOf(end(place.session(foreign), declaration, it.saved));
    expect(error.code).toBe("unproven");
    expect(error.message).toContain(fingerprintOf(ours(it)));
    expect(error.message).toContain(fingerprintOf(theirs(it)));
    expect(worldOf(place)).toEqual(before);
  });
});

it("a refresh of everything under another organization's key removes nothing", async () => {
  const place = workshop();
  const all: Resident[] = [];
  for (const [, declaration] of everyKind) all.push(await anyResident(place, declaration));
  const session = place.session(foreign);
  const ends = await Promise.allSettled(all.map((it) => look(session, it)));
  expect(ends.map(({ status }) => status)).toEqual(all.map(() => "rejected"));
});

describe("an admin key that was rotated", () => {
  const rotated = "sk-admin-rotated";

  it("within its organization is believed when it says that an object is gone", async () => {
    const place = workshop();
    const it = await anyResident(place, Account);
    addAdminKey(place, rotated);
    await removeByHand(place, it);
    expect(await look(place.session({ adminApiKey: rotated }), it)).toBeUndefined();
  });

  it("within its organization destroys", async () => {
    const place = workshop();
    const it = await anyResident(place, Account);
    addAdminKey(place, rotated);
    await end(place.session({ adminApiKey: rotated }), Account, it.saved);
    expect(await look(place.session(), it)).toBeUndefined();
  });

  it("into another organization is not", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    addAdminKey(place, rotated, "org-other");
    expect((await errorOf(look(place.session({ adminApiKey: rotated }), it))).code).toBe("unproven");
  });

  it("is remembered by the next refresh of what it saw alive", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    addAdminKey(place, rotated);
    const seen = await expectAlive(place.session({ adminApiKey: rotated }), it);
    expect(seen.memo.seenWith).toBe(`${fingerprintOf(rotated)}@org-emulator`);
  });

  it("is not believed about an object whose organization nobody recorded", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    await removeByHand(place, it);
    const saved = { ...it.saved, memo: { seenWith: fingerprintOf(seedKeys.admin) } };
    addAdminKey(place, rotated);
    expect((await errorOf(look(place.session({ adminApiKey: rotated }), { ...it, saved }))).code).toBe(
      "unproven",
    );
  });
});

describe("a project key that was rotated", () => {
  const rotated = "sk-proj-rotated";

  it("is not believed when it is the first to miss an object", async () => {
    const place = workshop();
    const it = await anyResident(place, VectorStore);
    addProjectKey(place, rotated);
    await removeByHand(place, it);
    const error = await errorOf(look(place.session({ apiKey: rotated }), it));
    expect(error.code).toBe("unproven");
    expect(error.message).toContain(fingerprintOf(rotated));
    expect(error.message).toContain(fingerprintOf(seedKeys.project));
  });

  it("is believed after it has shown another object of the old key alive", async () => {
    const place = workshop();
    const lost = await anyResident(place, VectorStore);
    const other = await anyResident(place, Webhook);
    addProjectKey(place, rotated);
    await removeByHand(place, lost);
    const session = place.session({ apiKey: rotated });
    await expectAlive(session, other);
    expect(await look(session, lost)).toBeUndefined();
  });

  it("is not believed on the word of an object that another key made", async () => {
    const place = workshop();
    addProjectKey(place, "sk-proj-third-key");
    const lost = await anyResident(place, VectorStore);
    const saved = await create(place.session({ apiKey: "sk-proj-third-key" }), VectorStore, { name: "b" });
    place.emulator.advance(600);
    addProjectKey(place, rotated);
    await removeByHand(place, lost);
    const session = place.session({ apiKey: rotated });
    await expectAlive(session, { declaration: VectorStore, args: { name: "b" }, saved });
    expect((await errorOf(look(session, lost))).code).toBe("unproven");
  });

  it("deletes what it still can, and takes nothing else for deleted", async () => {
    const place = workshop();
    const it = await anyResident(place, VectorStore);
    addProjectKey(place, rotated);
    await end(place.session({ apiKey: rotated }), VectorStore, it.saved);
    expect((await errorOf(end(place.session({ apiKey: rotated }), VectorStore, it.saved))).code).toBe(
      "unproven",
    );
  });
});

it("a key in the argument apiKey is named as such", async () => {
  const place = workshop();
  const it = await anyResident(place, VectorStore);
  const error = await errorOf(look(place.session(), { ...it, apiKey: seedKeys.otherProject }));
  expect(error.message).toContain("the argument apiKey");
});

it("a rate limit of another organization is not put back as if it were gone", async () => {
  const place = workshop();
  const projectId = "proj_elsewhere";
  const args = { projectId, model: "gpt-4o", maxRequestsPer1Minute: 5 };
  const saved = await create(place.session(foreign), RateLimit, args);
  const it: Resident = { declaration: RateLimit, args, saved };
  expect((await errorOf(end(place.session(), RateLimit, it.saved))).code).toBe("unproven");
});

it("what the same key made and misses is gone, whatever other keys there are", async () => {
  const place = workshop();
  const it = await resident(place, Project, { name: "x" });
  addAdminKey(place, "sk-admin-rotated");
  await removeByHand(place, it);
  expect(await look(place.session(), it)).toBeUndefined();
});
