import type { Properties } from "../../provider/kernel/values";
import { create } from "../../provider/lifecycle/create";
import { kindOf, kindsThat } from "../kernel/facts";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import {
  type Declaration,
  emptyPage,
  errorOf,
  everyObject,
  listOf,
  look,
  newProject,
  Project,
  resident,
  route,
} from "./house";

const links = kindsThat(({ kind }) => kind === "edge");
/** Links of which the API tells everything that the program says. */
const plain = links.filter(([, { props, examples }]) =>
  Object.keys(examples[0]?.args ?? {}).every((name) => props[name]?.options.echoed !== false),
);
/** The others: nobody can see whether the link that is there is the one that is wanted. */
const veiled = links.filter(([token]) => !plain.some(([other]) => other === token));

const Member = kindOf("ProjectUser");

async function alreadyThere(declaration: Declaration, own?: (place: Workshop) => Promise<Properties>) {
  const place = workshop();
  const args = own ? await own(place) : await sampleArgs(place, declaration);
  const it = await resident(place, declaration, args);
  return { place, args, there: it.saved };
}

describe.each(plain)("a %s that is there already", (_, declaration) => {
  const post = `POST ${route(declaration.at.create)}`;

  it("just as the program wants it is as good as made, and is not changed", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const before = place.emulator.state().tables;
    const saved = await create(place.session(), declaration, args);
    expect(saved.id).toBe(there.id);
    expect(place.calls()).toEqual([post, `GET ${listOf(declaration)}`]);
    expect(place.emulator.state().tables).toEqual(before);
    const seen = await look(place.session(), { declaration, args, saved });
    expect(seen?.args).toEqual(args);
  });

  it("for another resource of this program is an error", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    const session = place.session();
    const { id } = await create(session, declaration, args);
    const error = await errorOf(create(session, declaration, args));
    expect(error.message).toContain(`Another resource of this program has it: ${id}.`);
  });

  it("is given to one of two resources, also while the answer to the other is awaited", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    const before = await everyObject(place, declaration, args);
    place.emulator.fault({
      match: { method: "POST", route: route(declaration.at.create) },
      action: { type: "delay", ms: 30_000, when: "after" },
    });
    const session = place.session();
    const outcomes = await Promise.allSettled([
      create(session, declaration, args),
      create(session, declaration, args),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const after = await everyObject(place, declaration, args);
    expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
  });

  it("by the API's word alone, and in no listing, is the API's error", async () => {
    const { place, args } = await alreadyThere(declaration);
    place.emulator.fault({
      match: { method: "GET", route: listOf(declaration), times: 9 },
      action: { type: "status", status: 200, body: emptyPage },
    });
    const error = await errorOf(create(place.session(), declaration, args));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("already exists");
    expect(error.message).not.toContain("adopt");
  });
});

describe.each(veiled)("a %s that is there already", (_, declaration) => {
  it("with an argument that the API never tells is an error that names it, and `adopt` takes the link over", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const hidden = Object.keys(args).filter((name) => declaration.props[name]?.options.echoed === false);
    const error = await errorOf(create(place.session(), declaration, args));
    expect(error.message).toContain(`${declaration.token} ${there.id} is there already, and may differ in`);
    for (const name of hidden) expect(error.message).toContain(name);
    expect(error.message).toContain("as `adopt` to take it over");
    const saved = await create(place.session(), declaration, args, undefined, there.id);
    expect(saved.id).toBe(there.id);
  });
});

describe("a member who is in the project already", () => {
  const inProject = (own: Properties) => async (place: Workshop) => ({
    projectId: await newProject(place),
    userId: "user-bob",
    role: "member",
    ...own,
  });

  it("with another role is an error that names it, and nothing is changed", async () => {
    const { place, args, there } = await alreadyThere(Member, inProject({ role: "owner" }));
    const wanted = { ...args, role: "member" };
    const error = await errorOf(create(place.session(), Member, wanted));
    expect(error.message).toContain(`ProjectUser ${there.id} is there already, and may differ in role.`);
    expect(error.message).toContain("as `adopt` to take it over");
    expect(place.emulator.state().tables.project_users).toMatchObject([{ role: "owner" }]);

    const saved = await create(place.session(), Member, wanted, undefined, there.id);
    expect(saved.live.role).toBe("member");
  });

  it("is recognised by the address too, however it is spelt", async () => {
    const { place, args, there } = await alreadyThere(Member, inProject({}));
    const wanted: Properties = { projectId: args.projectId, email: "BOB@example.com", role: "member" };
    expect((await create(place.session(), Member, wanted)).id).toBe(there.id);
  });
});

it.each([409, 400])("what is no link is not taken for there already (%i)", async (status) => {
  const place = workshop();
  await resident(place, Project, { name: "p" });
  const error = { message: "A project with this name already exists.", code: "already_exists" };
  place.emulator.fault({
    match: { method: "POST", route: route(Project.at.create) },
    action: {
      type: "status",
      status,
      body: { error: { ...error, type: "invalid_request_error", param: null } },
    },
  });
  const refusal = await errorOf(create(place.session(), Project, { name: "p" }));
  expect(refusal.code).toBe("refused");
  expect(refusal.message).toContain("Nothing was changed");
  expect(place.calls()).toEqual([`POST ${route(Project.at.create)}`]);
});
