import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { seedKeys } from "../../emulator";
import { exampleElsewhere } from "../../tools/program/elsewhere";
import { exampleStage, type Stage } from "./stage";

jest.setTimeout(900_000);

const key = { "openai:apiKey": seedKeys.project };

/** Runs a command that must succeed; what it printed tells why it did not. */
async function succeeds(place: Stage, ...args: string[]): Promise<string> {
  const { code, output } = await place.run(args);
  expect(code === 0 ? "fine" : output).toBe("fine");
  return output;
}

it.each(readdirSync("examples"))(
  "examples/%s compiles after `npm install` alone, in a folder with nothing above it",
  async (name) => {
    const { folder, remove } = await exampleElsewhere(name);
    try {
      const compiler = "node_modules/typescript/bin/tsc";
      const { stdout, stderr } = spawnSync(process.execPath, [compiler, "--project", "."], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(stdout + stderr).toBe("");
    } finally {
      remove();
    }
  },
);

describe("examples/assistant", () => {
  let place: Stage;
  beforeAll(async () => {
    place = await exampleStage("assistant", key);
  });
  afterAll(() => place.close());

  it("comes up, and is at rest", async () => {
    await succeeds(place, "up", "--yes", "--skip-preview");
    const journal = place.emulator.requests().length;
    await succeeds(place, "preview", "--expect-no-changes");
    expect(place.emulator.requests()).toHaveLength(journal);
    await succeeds(place, "refresh", "--yes", "--expect-no-changes");
    await succeeds(place, "preview", "--expect-no-changes");
  });

  it("is found gone after the shutdown, explains itself when made again, and comes down", async () => {
    place.emulator.sunsets(["assistants"]);
    const refreshed = await succeeds(place, "refresh", "--yes");
    expect(refreshed).toMatch(/- 1 deleted/);
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    expect(output).toContain("OpenAI shut the Assistants API down on 2026-08-26");
    await succeeds(place, "destroy", "--yes", "--skip-preview");
    expect(await place.resources()).toEqual([]);
  });

  it("comes down while an assistant of before the shutdown is still in the state", async () => {
    place.emulator.sunsets([]);
    await succeeds(place, "up", "--yes", "--skip-preview");
    place.emulator.sunsets(["assistants"]);
    await succeeds(place, "destroy", "--yes", "--skip-preview");
    expect(place.emulator.state().tables.vector_stores).toEqual([]);
  });
});

describe("examples/fine-tuning", () => {
  let place: Stage;
  beforeAll(async () => {
    place = await exampleStage("fine-tuning", key);
  });
  afterAll(() => place.close());

  it("comes up with a model, is at rest, and leaves the model when it comes down", async () => {
    const output = await succeeds(place, "up", "--yes", "--skip-preview");
    expect(output).toMatch(/model: "ft:gpt-4\.1-mini-2025-04-14:[^"]*house-tone/);
    const journal = place.emulator.requests().length;
    await succeeds(place, "preview", "--expect-no-changes");
    expect(place.emulator.requests()).toHaveLength(journal);
    await succeeds(place, "refresh", "--yes", "--expect-no-changes");
    await succeeds(place, "destroy", "--yes", "--skip-preview");
    expect(place.emulator.requests().map(({ route }) => route)).not.toContain(
      "/fine_tuning/jobs/{fine_tuning_job_id}/cancel",
    );
  });

  it("says since when no new jobs are taken", async () => {
    place.emulator.sunsets(["fine_tuning"]);
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    expect(output).toContain("OpenAI takes no new fine-tuning jobs from 2027-01-06 on");
    await succeeds(place, "destroy", "--yes", "--skip-preview");
  });
});
