import { diff } from "../../provider/kernel/diff";
import { stage } from "../dynamic/shell";
import { kindOf } from "../kernel/facts";
import { create, end, find } from "../support/entries";
import { workshop } from "../support/workshop";
import { anyResident, expectAlive, itemOf, look, Project, removeByHand, resident } from "./house";

const Invite = kindOf("Invite");
const week = 7 * 86_400;
const stays = "stays as it is: it was accepted, and who was invited is in the organization";

describe("an invitation that was accepted", () => {
  it("has done its work: nothing is made anew, and nothing is waited for before", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    expect(it.saved.live.status).toBe("pending");
    place.emulator.happen("invite.accepted", it.saved.id);
    const seen = await expectAlive(place.session(), it);
    expect(seen.live).toMatchObject({ status: "accepted", acceptedAt: expect.any(Number) });
    expect(diff(Invite, seen.args, it.args, seen.live)).toMatchObject({ replaces: [], changes: new Map() });
    const people = place.emulator.state().tables.users.map(({ email }) => email);
    expect(people).toContain(it.args.email);
  });

  it("shows no difference in what the API says of it by now", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    const bent = place.emulator.state();
    for (const row of bent.tables.invites) row.projects = [];
    place.emulator.restore(bent);
    const open = await expectAlive(place.session(), it);
    expect(diff(Invite, open.args, it.args, open.live).replaces).toEqual(["projects"]);
    place.emulator.happen("invite.accepted", it.saved.id);
    const over = await expectAlive(place.session(), it);
    expect(diff(Invite, over.args, it.args, over.live).replaces).toEqual([]);
  });

  it("stays when it is destroyed, with a line that says why, and so does the person", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    place.emulator.happen("invite.accepted", it.saved.id);
    const seen = await expectAlive(place.session(), it);
    place.calls();
    await end(place.session(), Invite, seen);
    expect(place.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
    expect(place.said).toEqual([`Invite ${it.saved.id}: ${stays}`]);
    const { users, invites } = place.emulator.state().tables;
    expect(users.map(({ email }) => email)).toContain(it.args.email);
    expect(invites).toHaveLength(1);
  });

  it("stays with that line also where no refresh has seen it, and the API refuses the deletion", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    place.emulator.happen("invite.accepted", it.saved.id);
    await end(place.session(), Invite, it.saved);
    expect(place.calls()[0]).toBe(`DELETE ${itemOf(Invite)}`);
    expect(place.said).toEqual([`Invite ${it.saved.id}: ${stays}`]);
  });

  it("can be imported, and is at rest then", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    place.emulator.happen("invite.accepted", it.saved.id);
    const found = await find(place.session(), Invite, it.saved.id);
    expect(diff(Invite, found?.args ?? {}, it.args, found?.live).changes).toEqual(new Map());
  });
});

describe("an invitation that has expired", () => {
  it("is there, and useless: a refresh sees it, and the next update sends another and withdraws it", async () => {
    const { place, shell } = stage();
    const args = { email: "ada@example.com", role: "reader", projects: [] };
    const state = await shell("Invite").create(args);
    place.emulator.advance(week);
    const run = shell("Invite", place.session());
    expect((await run.diff(state, args)).changes).toBe(false);
    const seen = await run.refresh(state);
    if (!seen) throw new Error("the invitation was called gone");
    expect(seen.outputs.status).toBe("expired");
    expect(await run.diff(seen, args)).toMatchObject({ changes: true, replaces: ["status"] });

    const next = await run.create(args);
    await run.delete(seen);
    expect(next.id).not.toBe(state.id);
    expect(next.outputs.status).toBe("pending");
    expect(place.emulator.state().tables.invites.map(({ id }) => id)).toEqual([next.id]);
    expect(await run.diff(next, args)).toMatchObject({ changes: false, replaces: [] });
  });

  it("is withdrawn when it is destroyed", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    place.emulator.advance(week);
    await end(place.session(), Invite, it.saved);
    expect(place.emulator.state().tables.invites).toEqual([]);
  });
});

describe("an open invitation", () => {
  it("that somebody has withdrawn by hand is gone", async () => {
    const place = workshop();
    const it = await anyResident(place, Invite);
    await removeByHand(place, it);
    expect(await look(place.session(), it)).toBeUndefined();
  });

  it("to a project that was archived meanwhile is there still, and is withdrawn", async () => {
    const place = workshop();
    const home = await resident(place, Project, { name: "home" });
    const projects = [{ id: home.saved.id, role: "member" }];
    const it = await resident(place, Invite, { email: "ada@example.com", role: "reader", projects });
    await end(place.session(), Project, home.saved);
    const seen = await expectAlive(place.session(), it);
    expect(diff(Invite, seen.args, it.args, seen.live).changes).toEqual(new Map());
    await end(place.session(), Invite, it.saved);
    expect(place.emulator.state().tables.invites).toEqual([]);
  });

  it("to somebody who is in the organization already is refused by the API, and nothing is made", async () => {
    const place = workshop();
    const args = { email: "bob@example.com", role: "reader", projects: [] };
    await expect(create(place.session(), Invite, args)).rejects.toMatchObject({ code: "refused" });
    expect(place.emulator.state().tables.invites).toEqual([]);
  });
});
