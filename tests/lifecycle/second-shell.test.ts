import type { Properties } from "../../provider/kernel/values";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { kindOf } from "../kernel/facts";
import { sampleArgs } from "../support/fixtures";
import { type Answer, SecondShell } from "../support/second-shell";
import { type Workshop, workshop } from "../support/workshop";
import { notFoundBody } from "./false-answers";
import {
  Account,
  anyResident,
  itemOf,
  listOf,
  newProject,
  Project,
  removeByHand,
  resident,
  Webhook,
} from "./house";

const Job = kindOf("FineTuningJob");

function shellOn(place: Workshop): SecondShell {
  return new SecondShell(place.session());
}

function savedOf(answer: Answer): Saved {
  if (!answer.saved) throw new Error(JSON.stringify(answer));
  return answer.saved;
}

const messageOf = (answer: Answer): string => ("message" in answer ? answer.message : "");

/** The virtual seconds from the moment at which the command is cancelled to the answer. */
async function cancelled(
  place: Workshop,
  shell: SecondShell,
  after: number,
  work: Promise<Answer>,
): Promise<{ answer: Answer; seconds: number }> {
  let at = Number.NaN;
  place.clock.after(after, () => {
    at = place.clock.now();
    shell.cancel();
  });
  const answer = await work;
  return { answer, seconds: (place.clock.now() - at) / 1000 };
}

function deaf(place: Workshop, method: "GET" | "POST" | "DELETE", route: string): void {
  place.emulator.fault({ match: { method, route, times: 999 }, action: { type: "status", status: 503 } });
}

/** An object of which every answer says that it is not there, younger than two minutes. */
async function young(place: Workshop): Promise<{ saved: Saved; args: Properties }> {
  const projectId = await newProject(place);
  const args = { projectId, name: "bot" };
  const saved = savedOf(await shellOn(place).create(Account, args));
  await removeByHand(place, { declaration: Account, args, saved });
  return { saved, args };
}

describe("a shell that knows URNs, timeouts and how to cancel", () => {
  it("makes, imports, reads, changes and ends on the same core", async () => {
    const place = workshop();
    const shell = shellOn(place);
    const saved = savedOf(await shell.create(Project, { name: "shop" }));
    expect(savedOf(await shell.import(Project, saved.id)).live.name).toBe("shop");
    const changed = savedOf(await shell.update(Project, saved, { name: "shop" }, { name: "store" }));
    expect(savedOf(await shell.read(Project, changed, { name: "store" })).live.name).toBe("store");
    expect(await shell.delete(Project, changed)).toEqual({ status: "OK", saved: undefined });
    expect(await shell.read(Project, changed, { name: "store" })).toEqual({ status: "OK", saved: undefined });
  });

  it("previews by the plan, without a session's single call", async () => {
    const place = workshop();
    const shell = shellOn(place);
    const args = { name: "hook", url: "https://example.com", eventTypes: ["response.completed"] };
    const saved = savedOf(await shell.create(Webhook, args));
    place.calls();
    const planned = shell.preview(Webhook, { ...args, name: "other" }, { ...saved, said: args });
    expect(planned).toMatchObject({ name: "other", webhookEndpointId: saved.live.webhookEndpointId });
    expect(place.calls()).toEqual([]);
  });

  it("hears of long waits beside the resource that they are about", async () => {
    const place = workshop();
    const { saved, args } = await young(place);
    const shell = shellOn(place);
    await shell.read(Account, saved, args);
    expect(shell.log[0]).toEqual({
      urn: "urn:pulumi:dev::shop::openai:index:ProjectServiceAccount::it",
      line: expect.stringMatching(/^ProjectServiceAccount "bot" .*: waiting until every server must know it/),
    });
    expect(place.said).toEqual([]);
  });

  it("answers a usage error as one", async () => {
    const answer = await shellOn(workshop()).import(Account, "nonsense");
    expect(answer).toMatchObject({ status: "INVALID_ARGUMENT" });
    expect(messageOf(answer)).toContain("Its form is projectId/serviceAccountId");
  });
});

describe("a cancelled command", () => {
  it("ends the wait for a young object within two seconds, and leaves the state alone", async () => {
    const place = workshop();
    const { saved, args } = await young(place);
    const shell = shellOn(place);
    const { answer, seconds } = await cancelled(place, shell, 15_000, shell.read(Account, saved, args));
    expect(answer.status).toBe("CANCELLED");
    expect(seconds).toBeLessThanOrEqual(2);
    expect(messageOf(answer)).toMatch(
      /: The command was cancelled\. It was waiting until every server must know it.*nothing was changed/,
    );
  });

  it("ends the retries of a reading call within two seconds", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    deaf(place, "GET", listOf(Project));
    const shell = shellOn(place);
    const { answer, seconds } = await cancelled(place, shell, 700, shell.read(Project, it.saved, it.args));
    expect(answer.status).not.toBe("OK");
    expect(seconds).toBeLessThanOrEqual(2);
  });

  it("that waits for a run keeps the run's id", async () => {
    const place = workshop();
    place.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 86_400 });
    const args = await sampleArgs(place, Job);
    const shell = shellOn(place);
    const { answer, seconds } = await cancelled(place, shell, 60_000, shell.create(Job, args));
    expect(answer.status).toBe("CANCELLED");
    expect(seconds).toBeLessThanOrEqual(2);
    expect(answer.saved?.id).toMatch(/^ftjob-/);
    expect(messageOf(answer)).toContain("Run `pulumi up` again to go on waiting.");
  });

  it("that looks for a lost object says that it may exist, and sends nothing more", async () => {
    const place = workshop();
    place.emulator.fault({
      match: { method: "POST", route: listOf(Project) },
      action: { type: "reset-after" },
    });
    const shell = shellOn(place);
    const { answer, seconds } = await cancelled(place, shell, 2_000, shell.create(Project, { name: "shop" }));
    expect(answer.status).toBe("ABORTED");
    expect(seconds).toBeLessThanOrEqual(2);
    expect(messageOf(answer)).toMatch(/A Project may exist now\. The command was cancelled\..*give its id/);
    expect(place.calls()).toEqual([`POST ${listOf(Project)}`]);
  });

  it("after which the next run goes on with what was made", async () => {
    const place = workshop();
    place.emulator.fault({
      match: { method: "POST", route: listOf(Project) },
      action: { type: "reset-after" },
    });
    const session = place.session();
    const first = new SecondShell(session);
    await cancelled(place, first, 2_000, first.create(Project, { name: "shop" }));
    const again = await new SecondShell(session).create(Project, { name: "shop" });
    expect(again.status).toBe("OK");
    const made = place.emulator.state().tables.projects.filter(({ name }) => name === "shop");
    expect(made).toHaveLength(1);
  });

  it("that waits for a conflict to pass keeps the object in the state", async () => {
    const place = workshop();
    const it = await resident(place, Account, { projectId: await newProject(place), name: "bot" });
    place.emulator.fault({
      match: { method: "DELETE", route: itemOf(Account), times: 99 },
      action: { type: "status", status: 409, body: notFoundBody },
    });
    const shell = shellOn(place);
    const { answer, seconds } = await cancelled(place, shell, 7_000, shell.delete(Account, it.saved));
    expect(answer.status).toBe("CANCELLED");
    expect(seconds).toBeLessThanOrEqual(2);
  });

  it("ends one asker's wait and nobody else's, though they share a listing", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    place.emulator.fault({
      match: { method: "GET", route: listOf(Project), times: 1 },
      action: { type: "delay", ms: 30_000 },
    });
    const session = place.session();
    const [one, other] = [new SecondShell(session), new SecondShell(session)];
    const patient = other.read(Project, it.saved, it.args);
    const { answer } = await cancelled(place, one, 1_000, one.read(Project, it.saved, it.args));
    expect(answer.status).toBe("CANCELLED");
    expect((await patient).status).toBe("OK");
  });
});

describe("a timeout of the resource's own", () => {
  it("ends the wait for a run sooner, with its id", async () => {
    const place = workshop();
    place.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 86_400 });
    const args = await sampleArgs(place, Job);
    const started = place.clock.now();
    const answer = await shellOn(place).create(Job, args, 120);
    expect(answer.saved?.id).toMatch(/^ftjob-/);
    expect(messageOf(answer)).toContain("after 2 minutes");
    expect(place.clock.now() - started).toBeLessThanOrEqual(125_000);
  });

  it("lets it take longer than the default", async () => {
    const place = workshop();
    place.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 3_600 });
    const answer = await shellOn(place).create(Job, await sampleArgs(place, Job), 2 * 3_600);
    expect(answer.status).toBe("OK");
  });

  it("ends the wait for a young object that is shorter than its youth", async () => {
    const place = workshop();
    const { saved, args } = await young(place);
    const started = place.clock.now();
    const answer = await shellOn(place).read(Account, saved, args, 30);
    expect(answer.status).toBe("CANCELLED");
    expect(messageOf(answer)).toContain("The time that it was given was up.");
    expect(place.clock.now() - started).toBeLessThanOrEqual(30_000);
  });

  it("ends retries at its own moment, not at the method's", async () => {
    const place = workshop();
    const it = await resident(place, Account, { projectId: await newProject(place), name: "bot" });
    place.emulator.fault({
      match: { method: "DELETE", route: itemOf(Account), times: 999 },
      action: { type: "status", status: 429, body: tooMany },
    });
    const started = place.clock.now();
    const answer = await shellOn(place).delete(Account, it.saved, 60);
    expect(answer.status).not.toBe("OK");
    expect(place.clock.now() - started).toBeLessThanOrEqual(60_000);
  });
});

const tooMany = {
  error: { message: "Slow down.", type: "requests", param: null, code: "rate_limit_exceeded" },
};
