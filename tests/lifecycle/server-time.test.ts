import { Session } from "../../provider/lifecycle/session/session";
import { kindsThat } from "../kernel/facts";
import { create, end, read } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import {
  Account,
  anyResident,
  argsOf,
  byHand,
  errorOf,
  expectAlive,
  itemOf,
  Key,
  listOf,
  look,
  newProject,
  pathOf,
  type Resident,
  resident,
} from "./house";

/** A run whose server does not say what time it is. */
function dateless(place: Workshop): Session {
  const { raw, surroundings } = place.session();
  return new Session(raw, {
    ...surroundings,
    wire: async (request, signal) => {
      const { headers, ...response } = await surroundings.wire(request, signal);
      const { date, ...rest } = headers;
      return { ...response, headers: rest };
    },
  });
}

describe("a server that does not say what time it is", () => {
  it("has objects that it does not know waited for, as if each were young", async () => {
    const place = workshop();
    const it = await anyResident(place, Account);
    await byHand(place, "DELETE", pathOf(it));
    const started = place.clock.now();
    expect(await look(dateless(place), it)).toBeUndefined();
    expect(place.clock.now() - started).toBeGreaterThanOrEqual(120_000);
    expect(place.clock.now() - started).toBeLessThanOrEqual(140_000);
  });

  it("has no key called expired", async () => {
    const place = workshop();
    const it = await shortLived(place);
    place.emulator.advance(7200);
    const seen = await read(dateless(place), Key, it.saved, it.args);
    expect(seen?.live.expired).toBeUndefined();
  });
});

async function shortLived(place: Workshop): Promise<Resident> {
  const projectId = await newProject(place);
  const account = await resident(place, Account, { projectId, name: "holder" });
  const args = {
    projectId,
    serviceAccountId: String(account.saved.live.serviceAccountId),
    name: "k",
    allPermissions: true,
    expiresInSeconds: 3600,
  };
  return { declaration: Key, args, saved: await create(place.session(), Key, args) };
}

it("a key is expired once its time has passed by the server's clock, and not before", async () => {
  const place = workshop();
  const it = await shortLived(place);
  place.emulator.advance(3000);
  expect((await expectAlive(place.session(), it)).live.expired).toBeUndefined();
  place.emulator.advance(601);
  expect((await expectAlive(place.session(), it)).live.expired).toBe(true);
});

const items = kindsThat(
  ({ kind, credential, read }) => kind !== "edge" && credential === "project" && read === "item",
);

it.each(items)(
  "a %s whose GET is answered without an id is a broken reply, not the object",
  async (_, declaration) => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method: "GET", route: itemOf(declaration), times: 99 },
      action: { type: "status", status: 200, body: { object: "list", data: [] } },
    });
    const error = await errorOf(look(place.session(), it));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("another object than was asked for");
  },
);

const links = kindsThat(({ kind, credential }) => kind === "edge" && credential === "admin");

it.each(links)("a %s that is ended and made again in one run is there, and again", async (_, declaration) => {
  const place = workshop();
  const args = await argsOf(place, declaration);
  const session = place.session();
  let saved = await create(session, declaration, args);
  for (let round = 0; round < 2; round++) {
    await expectAlive(session, { declaration, args, saved });
    await end(session, declaration, saved);
    saved = await create(session, declaration, args);
    place.calls();
    await expectAlive(session, { declaration, args, saved });
    expect(place.calls()).toEqual([`GET ${listOf(declaration)}`]);
  }
});
