import type { Properties } from "../../provider/kernel/values";
import type { Hint } from "../../provider/lifecycle/session/hint";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { kindOf, kindsThat } from "../kernel/facts";
import { tablesOf } from "../reliability/support-reads";
import { create, end } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import { emptyPage } from "./false-answers";
import {
  type Declaration,
  errorOf,
  everyObject,
  itemOf,
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

/** What the last state of this stack says of the link, where another resource has it. */
const heldAs = (name: string, { id, memo }: Saved, own = false): Hint => ({
  name: "here",
  held: [{ name, id, lease: memo.lease, own, wanted: own }],
});

describe.each(links)("a %s that is there already", (_, declaration) => {
  it("and that this stack has not made is an error that names `adopt`, which then takes it over", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const before = tablesOf(place);
    const error = await errorOf(create(place.session(), declaration, args));
    expect(error.message).toContain(`${declaration.token} ${there.id} is there already`);
    expect(error.message).toContain("as `adopt` to take it over");
    expect(tablesOf(place)).toEqual(before);
    const saved = await create(place.session(), declaration, args, undefined, there.id);
    expect(saved.id).toBe(there.id);
  });

  it("and that this run's own lost create has made is taken, also where the listing did not show it", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    const of = { method: "POST", route: route(declaration.at.create) } as const;
    place.emulator.fault({ match: of, action: { type: "reset-after" } });
    place.emulator.fault({
      match: { method: "GET", route: listOf(declaration), times: 4 },
      action: { type: "status", status: 200, body: emptyPage },
    });
    const outcome = await Promise.allSettled([create(place.session(), declaration, args)]);
    const told = outcome[0]?.status === "rejected" ? String(outcome[0].reason) : "";
    const untold = Object.keys(args).filter((name) => declaration.props[name]?.options.echoed === false);
    // Whether it is the one with what the API never tells cannot be seen.
    if (untold.length > 0) expect(told).toContain(`may differ in ${untold.join(", ")}`);
    else expect(told).toBe("");
  });
});

describe.each(plain)("a %s that is there already", (_, declaration) => {
  const post = `POST ${route(declaration.at.create)}`;

  it("because a resource of another name had it until now changes hands, and is not changed", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const before = tablesOf(place);
    const hint = heldAs("before", there);
    const saved = await create(place.session(), declaration, args, undefined, undefined, hint);
    expect(saved.id).toBe(there.id);
    expect(saved.memo.lease).not.toBe(there.memo.lease);
    expect(place.calls()).toEqual([post, `GET ${listOf(declaration)}`]);
    expect(tablesOf(place)).toEqual(before);
    const seen = await look(place.session(), { declaration, args, saved });
    expect(seen?.args).toEqual(args);
  });

  it("because the resource itself has it, and is replaced by request, stays", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const session = place.session();
    const saved = await create(session, declaration, args, undefined, undefined, heldAs("here", there, true));
    await end(session, declaration, there);
    expect(await look(place.session(), { declaration, args, saved })).toMatchObject({ id: there.id });
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
  it("changes hands as it is where the last state tells what the API never does", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const before = tablesOf(place);
    const hint = heldAs("before", there);
    const untold = { ...args };
    const known = { ...hint, held: hint.held.map((holder) => ({ ...holder, untold })) };
    const saved = await create(place.session(), declaration, args, undefined, undefined, known);
    expect(saved.id).toBe(there.id);
    expect(tablesOf(place)).toEqual(before);
  });

  it("is made anew where nobody can tell whether it is as the program wants it", async () => {
    const { place, args, there } = await alreadyThere(declaration);
    const saved = await create(
      place.session(),
      declaration,
      args,
      undefined,
      undefined,
      heldAs("before", there),
    );
    expect(saved.id).toBe(there.id);
    expect(place.calls()).toContain(`DELETE ${itemOf(declaration)}`);
    expect(await look(place.session(), { declaration, args, saved })).toMatchObject({ id: there.id });
  });
});

describe("a member who is in the project already", () => {
  const inProject = (own: Properties) => async (place: Workshop) => ({
    projectId: await newProject(place),
    userId: "user-bob",
    role: "member",
    ...own,
  });

  it("with another role is an error, and nothing is changed until it is adopted", async () => {
    const { place, args, there } = await alreadyThere(Member, inProject({ role: "owner" }));
    const wanted = { ...args, role: "member" };
    const error = await errorOf(create(place.session(), Member, wanted));
    expect(error.message).toContain(`ProjectUser ${there.id} is there already`);
    expect(error.message).toContain("as `adopt` to take it over");
    expect(place.emulator.state().tables.project_users).toMatchObject([{ role: "owner" }]);

    const saved = await create(place.session(), Member, wanted, undefined, there.id);
    expect(saved.live.role).toBe("member");
  });

  it("is recognised by the address too, however it is spelt", async () => {
    const { place, args, there } = await alreadyThere(Member, inProject({}));
    const wanted: Properties = { projectId: args.projectId, email: "BOB@example.com", role: "member" };
    const hint = heldAs("before", there);
    expect((await create(place.session(), Member, wanted, undefined, undefined, hint)).id).toBe(there.id);
  });

  it("of another name, with another role, gets the one that the program wants", async () => {
    const { place, args, there } = await alreadyThere(Member, inProject({ role: "owner" }));
    const wanted = { ...args, role: "member" };
    await create(place.session(), Member, wanted, undefined, undefined, heldAs("before", there));
    expect(place.emulator.state().tables.project_users).toMatchObject([{ role: "member" }]);
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
