import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineRoom } from "../support/engine-room";
import { head, type Stage, stage } from "./stage";

jest.setTimeout(900_000);

const program = (more = "") => `${head}
const project = new openai.Project("shop", { name: "shop" ${more} });
exports.projectId = project.projectId;`;

/** Until something is so; what is waited for is the work of other processes. */
async function until(so: () => boolean): Promise<void> {
  for (let turn = 0; !so() && turn < 5000; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** `pulumi-openai pending`, as somebody types it in the program's folder. Not synchronous: the emulator lives here. */
async function pending(place: Stage): Promise<string> {
  const exported = await place.pulumi.must(["stack", "export", "--show-secrets"]);
  const command = join(engineRoom, "node_modules/.bin/pulumi-openai");
  const child = spawn(process.execPath, [command, "pending"], { stdio: "pipe" });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  child.stdin.end(exported);
  const code = await new Promise((done) => child.on("close", done));
  expect(code === 0 ? "fine" : printed).toBe("fine");
  expect(printed).not.toContain("sk-admin-");
  return printed;
}

describe("R22: the engine is killed after a create was carried out, and before its answer came", () => {
  let place: Stage;
  beforeAll(async () => {
    place = await stage("killed", program());
    place.emulator.fault({
      match: { method: "POST", route: "/organization/projects" },
      // Long enough to be killed in, and not longer: the emulator's timer outlives the test.
      action: { type: "delay", ms: 5_000, when: "after" },
    });
  });
  afterAll(() => place.close());
  const projects = () => place.emulator.state().tables.projects.filter(({ name }) => name === "shop");

  it("leaves one object that the state does not know, and `pending` names it", async () => {
    await place.pulumi.runUntilKilled(
      ["up", "--yes", "--skip-preview"],
      until(() => projects().length > 0),
    );
    await place.pulumi.must(["cancel", "--yes"]);
    expect(await place.resources()).toEqual([]);
    const journal = place.emulator.requests().length;
    const report = await pending(place);
    expect(report).toContain(`It was made: ${projects()[0]?.id}. Take it over:`);
    expect(report).toContain(`adopt: "${projects()[0]?.id}",`);
    const calls = place.emulator.requests().slice(journal);
    expect(calls.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is put right by `adopt`: the object is in the state, and nothing is left to do", async () => {
    place.write(program(`, adopt: "${projects()[0]?.id}"`));
    const up = await place.run(["up", "--yes", "--skip-preview"]);
    expect(up.code === 0 ? "fine" : up.output).toBe("fine");
    expect(projects()).toHaveLength(1);
    expect((await place.resources()).map(({ id }) => id)).toEqual([projects()[0]?.id]);
    await place.run(["refresh", "--yes", "--clear-pending-creates"]);
    const rest = await place.run(["preview", "--expect-no-changes"]);
    expect(rest.code === 0 ? "fine" : rest.output).toBe("fine");
    expect(await pending(place)).toContain("No create was under way");
  });

  it("stays put right when `adopt` is taken out again", async () => {
    place.write(program());
    const rest = await place.run(["preview", "--expect-no-changes"]);
    expect(rest.code === 0 ? "fine" : rest.output).toBe("fine");
  });
});
