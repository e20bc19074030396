import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordedUrl } from "../../tools/states/scrub";
import { recordedStates, resourcesOf } from "../states/recorded";
import { commandLines, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const rows = recordedStates.flatMap((recorded) =>
  commandLines.map((line) => [recorded.version, line.version, recorded, line] as const),
);

describe.each(rows)("R29: a stack of version %s, on the command line %s", (_, __, recorded, line) => {
  let place: Stage;

  beforeAll(async () => {
    const program = readFileSync(join(recorded.program, "index.js"), "utf8");
    place = await stageOn(line, "recorded", program);
    const { folder } = place.pulumi;
    cpSync(recorded.program, folder, { recursive: true });
    const url = (await place.pulumi.must(["config", "get", "openai:baseUrl"])).trim();
    const { deployment, ...stack } = JSON.parse(recorded.stack.replaceAll(recordedUrl, url));
    // The recording says nothing of how secrets are encrypted: that is each stack's own affair.
    const { secrets_providers } = JSON.parse(await place.state()).deployment;
    const imported = { ...stack, deployment: { ...deployment, secrets_providers } };
    writeFileSync(join(folder, "stack.json"), JSON.stringify(imported));
    await place.pulumi.must(["stack", "import", "--file", "stack.json"]);
    recorded.restore(place.emulator, Date.now());
  });
  afterAll(() => place.close());

  it.each([
    ["an empty preview", ["preview"]],
    ["a refresh without drift", ["refresh", "--preview-only"]],
    ["an empty preview of both together", ["preview", "--refresh"]],
  ])("has %s, without a write", async (_, args) => {
    expect(await place.resources()).toHaveLength(resourcesOf(recorded).length);
    const { code, output } = await place.run([...args, "--expect-no-changes"]);
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(output).toContain(`${resourcesOf(recorded).length + 1} unchanged`);
    expect(place.emulator.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
