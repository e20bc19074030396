import { exampleId, parseId } from "../../provider/kernel/identity";
import { everyKind, kindsThat, namesOf } from "../kernel/facts";
import { create, end } from "../support/entries";
import { workshop } from "../support/workshop";
import {
  Account,
  anyResident,
  argsOf,
  endOf,
  errorOf,
  itemOf,
  keyFor,
  look,
  Project,
  type Resident,
  removeByHand,
  resident,
} from "./house";

const erased = kindsThat(({ end }) => end === "erase");

describe.each(everyKind)("destroying a %s", (_, declaration) => {
  const { method, route } = endOf(declaration);

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
    expect(place.calls()).toEqual([`${method} ${route}`]);
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
    place.emulator.fault({ match: { method, route }, action: { type: "reset-after" } });
    await end(place.session(), declaration, it.saved);
    const calls = place.calls().filter((call) => call === `${method} ${route}`);
    expect(calls).toHaveLength(2);
  });

  it.each([401, 403, 409])("that is answered with %i is an error", async (status) => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    place.emulator.fault({
      match: { method, route, times: 99 },
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
      match: { method, route, times: 99 },
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

describe.each(erased)("a young %s whose deletion was carried out, but not answered", (_, declaration) => {
  it("is not waited for: the call that got no answer explains why it is not there any more", async () => {
    const place = workshop();
    const args = await argsOf(place, declaration);
    const saved = await create(place.session(), declaration, args);
    const began = place.clock.now();
    const of = endOf(declaration);
    place.emulator.fault({ match: of, action: { type: "reset-after" } });
    place.calls();
    await end(place.session(), declaration, saved);
    const sent = place.calls().filter((call) => call === `${of.method} ${of.route}`);
    expect(sent).toHaveLength(2);
    // A second question, and the pause of a big collection.
    expect(place.clock.now() - began).toBeLessThan(20_000);
  });
});

describe("an id of the wrong shape", () => {
  it.each(everyKind)("of a %s is answered with an example of the right one", async (token, declaration) => {
    const place = workshop();
    const restoreTo = Object.fromEntries(namesOf(declaration, "mutable").map((name) => [name, 1]));
    const saved = { id: "a/b/c/d/e", live: {}, memo: { restoreTo } };
    const { message } = await errorOf(end(place.session(), declaration, saved));
    const right = exampleId(declaration);
    const ids = parseId(declaration, right);
    expect(message).toBe(
      `"a/b/c/d/e" is not an id of a ${token}. Its form is ${Object.keys(ids).join("/")}, for example ${right}.`,
    );
    for (const id of Object.values(ids)) expect(id).toMatch(/^[a-z]+[-_].*\w$/);
    expect(place.calls()).toEqual([]);
  });

  it("is answered in these words", async () => {
    const saved = { id: "a/b/c/d/e", live: {}, memo: {} };
    const { message } = await errorOf(end(workshop().session(), Account, saved));
    expect(message).toBe(
      '"a/b/c/d/e" is not an id of a ProjectServiceAccount. Its form is projectId/serviceAccountId, ' +
        "for example proj_abc123/svc_acct_abc123.",
    );
  });
});
