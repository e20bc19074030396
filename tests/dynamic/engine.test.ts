import { type AddressInfo, createServer } from "node:net";
import { engineIsThere } from "../../provider/dynamic/engine";
import { Session } from "../../provider/lifecycle/session/session";
import { project } from "../../provider/resources/project";
import { create } from "../support/entries";
import { thrownBy } from "../support/thrown";
import { workshop } from "../support/workshop";

describe("the engine that has started the dynamic provider", () => {
  it("is there while it listens, and is not when it has gone", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await engineIsThere(address)).toBe(true);
    await new Promise((done) => server.close(done));
    expect(await engineIsThere(address)).toBe(false);
  });

  it.each([undefined, "", "--watch", "/some/path"])(
    "is not asked for where its address is not known: %s",
    async (address) => {
      expect(await engineIsThere(address)).toBe(true);
    },
  );
});

describe("R21: a create whose answer is lost together with the engine", () => {
  async function orphaned(when: "before" | "after") {
    const place = workshop();
    const { raw, surroundings } = place.session();
    const session = new Session(raw, { ...surroundings, isAwaited: async () => false });
    place.emulator.fault({
      match: { method: "POST", route: "/organization/projects" },
      action: when === "before" ? { type: "reset-before" } : { type: "reset-after" },
    });
    const error = await thrownBy(create(session, project, { name: "shop" }));
    const made = place.emulator.state().tables.projects.filter(({ name }) => name === "shop");
    return { place, error, made };
  }

  it.each(["before", "after"] as const)(
    "is not sent again, and not looked for: nobody would remember it (%s)",
    async (when) => {
      const { place, error, made } = await orphaned(when);
      expect(error.message).toContain("The engine that asked for it has ended.");
      expect(place.calls()).toEqual(["POST /organization/projects"]);
      expect(made).toHaveLength(when === "after" ? 1 : 0);
    },
  );

  it("is found by its looks afterwards, and never made twice", async () => {
    const { place } = await orphaned("after");
    const saved = await create(place.session(), project, { name: "shop" }, undefined, true);
    const made = place.emulator.state().tables.projects.filter(({ name }) => name === "shop");
    expect(made.map(({ id }) => id)).toEqual([saved.id]);
  });
});
