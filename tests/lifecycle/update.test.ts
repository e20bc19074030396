import type { Properties } from "../../provider/kernel/values";
import { changed, firstUpdate, kindsThat } from "../kernel/facts";
import { create, update } from "../support/entries";
import { sampleArgs, withRealParents } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { notFoundBody } from "./false-answers";
import {
  Account,
  anyResident,
  type Declaration,
  errorOf,
  itemOf,
  Key,
  noted,
  Project,
  partialOf,
  pathOf,
  Role,
  removeByHand,
  resident,
  VectorStore,
  Webhook,
} from "./house";

interface Case {
  declaration: Declaration;
  /** Beside the sample's arguments, when the object is made. */
  also?: Properties;
  change: Properties;
  sends: Properties[];
}

const cases: [string, Case][] = [
  ["a project's name", { declaration: Project, change: { name: "b" }, sends: [{ name: "b" }] }],
  [
    "a project's external key that is removed, as null",
    {
      declaration: Project,
      also: { externalKeyId: "extkey_1" },
      change: { externalKeyId: undefined },
      sends: [{ external_key_id: null }],
    },
  ],
  [
    "a service account's role",
    { declaration: Account, change: { role: "owner" }, sends: [{ role: "owner" }] },
  ],
  [
    "a service account's name and role in one call",
    {
      declaration: Account,
      change: { name: "x", role: "owner" },
      sends: [{ name: "x", role: "owner" }],
    },
  ],
  ["a key's scopes", { declaration: Key, change: { scopes: ["a.b"] }, sends: [{ scopes: ["a.b"] }] }],
  [
    "every permission of a key in place of its scopes",
    { declaration: Key, change: { scopes: undefined, allPermissions: true }, sends: [{ scopes: [] }] },
  ],
  [
    "a key's lifetime",
    { declaration: Key, change: { expiresInSeconds: 60 }, sends: [{ expires_in_seconds: 60 }] },
  ],
  ["a role's permissions", { declaration: Role, change: { permissions: [] }, sends: [{ permissions: [] }] }],
  ["a role's name, as role_name", { declaration: Role, change: { name: "r" }, sends: [{ role_name: "r" }] }],
  [
    "a role's description that is removed, as an empty text",
    {
      declaration: Role,
      also: { description: "x" },
      change: { description: undefined },
      sends: [{ description: "" }],
    },
  ],
  [
    "a vector store's expiry that is removed, as null",
    {
      declaration: VectorStore,
      also: { expiresAfter: { anchor: "last_active_at", days: 7 } },
      change: { expiresAfter: undefined },
      sends: [{ expires_after: null }],
    },
  ],
  [
    "a vector store's metadata as a whole, keys untouched",
    {
      declaration: VectorStore,
      change: { metadata: { costCenter: "1" } },
      sends: [{ metadata: { costCenter: "1" } }],
    },
  ],
  [
    "a vector store's metadata that is removed, as none",
    { declaration: VectorStore, change: { metadata: undefined }, sends: [{ metadata: {} }] },
  ],
  [
    "a webhook's complete new set of events",
    {
      declaration: Webhook,
      change: { eventTypes: ["batch.failed", "batch.expired"] },
      sends: [{ event_types: ["batch.failed", "batch.expired"] }],
    },
  ],
];

describe("an update sends what changed, and nothing else", () => {
  it.each(cases)("%s", async (_, { declaration, also = {}, change, sends }) => {
    const place = workshop();
    const args = { ...(await sampleArgs(place, declaration)), ...also };
    const it = await resident(place, declaration, args);
    const { session, sent } = noted(place);
    const saved = await update(session, declaration, it.saved, args, { ...args, ...change });
    expect(sent.map(({ body }) => body)).toEqual(sends);
    expect(sent.map(({ call }) => call)).toEqual(sends.map(() => `POST ${pathOf(it)}`));
    for (const [name, value] of Object.entries(change)) {
      expect({ name, value: saved.live[name] || undefined }).toEqual({
        name,
        value: declaration === VectorStore && name === "metadata" && !value ? {} : value,
      });
    }
  });
});

const silent: [string, Case][] = [
  [
    "the project of a vector store, which is only for us",
    { declaration: VectorStore, change: { projectId: "proj_default" }, sends: [] },
  ],
  [
    "whether an old secret stays, as long as nothing rotates",
    { declaration: Webhook, change: { keepOldSecretActiveFor24Hours: false }, sends: [] },
  ],
  [
    "a rotation trigger that is removed",
    {
      declaration: Webhook,
      also: { rotationTrigger: "1" },
      change: { rotationTrigger: undefined },
      sends: [],
    },
  ],
  [
    "the order of a set",
    { declaration: Role, change: { permissions: ["api.files.read", "api.model.read"] }, sends: [] },
  ],
  [
    "a description of nothing",
    { declaration: Role, also: { description: undefined }, change: { description: "" }, sends: [] },
  ],
  ["nothing at all", { declaration: Project, change: {}, sends: [] }],
];

describe("an update makes no call and needs no key for", () => {
  it.each(silent)("%s", async (_, { declaration, also = {}, change }) => {
    const place = workshop();
    const args = { ...(await sampleArgs(place, declaration)), ...also };
    const it = await resident(place, declaration, args);
    const keyless = place.session({ adminApiKey: undefined, apiKey: undefined });
    const saved = await update(keyless, declaration, it.saved, args, { ...args, ...change });
    expect(place.calls()).toEqual([]);
    expect(saved.memo).toEqual(it.saved.memo);
    for (const [name, value] of Object.entries(change)) {
      if (value !== "") expect(saved.live[name]).toEqual(value);
    }
  });
});

// Of the others nothing can be changed that the API would have to be told.
const changeable = kindsThat((declaration) => firstUpdate(declaration) !== undefined);

it.each(changeable)(
  "an update of a %s that is not there any more says what to do",
  async (token, declaration) => {
    const place = workshop();
    const sample = firstUpdate(declaration);
    if (!sample) throw new Error(`${token} cannot be changed`);
    const it = await resident(place, declaration, await withRealParents(place, declaration, sample.args));
    await removeByHand(place, it);
    const news = changed(it.args, sample.change);
    const error = await errorOf(update(place.session(), declaration, it.saved, it.args, news));
    expect(error.details.status).toBe(404);
    expect(error.message).toMatch(/^POST .* is not there any more\. Run `pulumi refresh`, /);
    expect(error.message).toContain(it.saved.id);
  },
);

it("an update may be sent again when its answer is lost", async () => {
  const place = workshop();
  const it = await anyResident(place, Project);
  place.emulator.fault({
    match: { method: "POST", route: itemOf(Project) },
    action: { type: "reset-after" },
  });
  const saved = await update(place.session(), Project, it.saved, it.args, { ...it.args, name: "b" });
  expect(saved.live.name).toBe("b");
  expect(place.calls()).toEqual([`POST ${itemOf(Project)}`, `POST ${itemOf(Project)}`]);
});

it("a lifetime that counts from now is never sent again when its answer is lost", async () => {
  const place = workshop();
  const it = await anyResident(place, Key);
  place.emulator.fault({
    match: { method: "POST", route: itemOf(Key), times: 9 },
    action: { type: "reset-after" },
  });
  const news = { ...it.args, expiresInSeconds: 60 };
  const error = await errorOf(update(place.session(), Key, it.saved, it.args, news));
  expect(error.code).toBe("ambiguous");
  expect(place.calls()).toEqual([`POST ${itemOf(Key)}`]);
});

describe("the signing secret of a webhook endpoint", () => {
  const rotate = `${itemOf(Webhook)}/rotate_secret`;
  const base = { name: "w", url: "https://hooks.example.com", eventTypes: ["batch.failed"] };

  async function hook(args: Properties = { ...base, rotationTrigger: "1" }) {
    const place = workshop();
    return { place, args, it: await resident(place, Webhook, args) };
  }

  it("is replaced by a rotation, without touching anything else", async () => {
    const { place, args, it } = await hook();
    const { session, sent } = noted(place);
    const saved = await update(session, Webhook, it.saved, args, { ...args, rotationTrigger: "2" });
    expect(sent).toEqual([
      expect.objectContaining({ call: `POST /webhook_endpoints/${it.saved.id}/rotate_secret`, body: {} }),
    ]);
    expect(saved.live.signingSecret).toMatch(/^whsec_/);
    expect(saved.live.signingSecret).not.toBe(it.saved.live.signingSecret);
    expect(saved.live).toMatchObject({ ...base, rotationTrigger: "2" });
  });

  it("may stay valid beside the new one for a day", async () => {
    const { place, args, it } = await hook();
    const news = { ...args, rotationTrigger: "2", keepOldSecretActiveFor24Hours: true };
    await update(place.session(), Webhook, it.saved, args, news);
    expect(place.emulator.state().tables.webhook_endpoints[0]?.old_secret_until).not.toBeNull();
  });

  it("is kept by an update that does not rotate it", async () => {
    const { place, args, it } = await hook();
    const saved = await update(place.session(), Webhook, it.saved, args, { ...args, name: "b" });
    expect(saved.live.signingSecret).toBe(it.saved.live.signingSecret);
    expect(place.calls()).toEqual([`POST ${itemOf(Webhook)}`]);
  });

  it("is not rotated when the endpoint is made", async () => {
    const { place } = await hook();
    await create(place.session(), Webhook, { ...base, rotationTrigger: "1" });
    expect(place.calls()).not.toContain(`POST ${rotate}`);
  });

  it("stays the old one when the rotation is refused, and the next update rotates", async () => {
    const { place, args, it } = await hook();
    place.emulator.fault({
      match: { method: "POST", route: rotate },
      action: { type: "status", status: 403 },
    });
    const news = { ...args, name: "b", rotationTrigger: "2" };
    const partial = await partialOf(update(place.session(), Webhook, it.saved, args, news));
    expect(partial.saved.live).toMatchObject({
      name: "b",
      rotationTrigger: "1",
      signingSecret: it.saved.live.signingSecret,
    });
    place.calls();
    const olds = { ...args, name: "b" };
    const saved = await update(place.session(), Webhook, partial.saved, olds, news);
    expect(place.calls()).toEqual([`POST ${rotate}`]);
    expect(saved.live.rotationTrigger).toBe("2");
    expect(saved.live.signingSecret).not.toBe(it.saved.live.signingSecret);
  });

  it("is rotated once at most: a rotation whose answer is lost is not sent again by itself", async () => {
    const { place, args, it } = await hook();
    place.emulator.fault({
      match: { method: "POST", route: rotate, times: 9 },
      action: { type: "reset-after" },
    });
    const news = { ...args, rotationTrigger: "2" };
    expect((await errorOf(update(place.session(), Webhook, it.saved, args, news))).code).toBe("ambiguous");
    expect(place.calls()).toEqual([`POST ${rotate}`]);
  });
});

it.each(changeable)(
  "an update of a %s that is falsely answered with 404 says that the object is still there",
  async (token, declaration) => {
    const place = workshop();
    const sample = firstUpdate(declaration);
    if (!sample) throw new Error(`${token} cannot be changed`);
    const it = await resident(place, declaration, await withRealParents(place, declaration, sample.args));
    place.emulator.fault({
      match: { method: "POST", route: itemOf(declaration) },
      action: { type: "status", status: 404, body: notFoundBody },
    });
    const news = changed(it.args, sample.change);
    const error = await errorOf(update(place.session(), declaration, it.saved, it.args, news));
    expect(error.code).toBe("unproven");
    expect(error.message).toContain("is still there: the answer was wrong. Run the same command again.");
    const saved = await update(place.session(), declaration, it.saved, it.args, news);
    expect(saved.id).toBe(it.saved.id);
  },
);
