import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostOf } from "./regional";
import { commandLines, readersProgramStage } from "./stage";

jest.setTimeout(900_000);

describe("what the documents show", () => {
  it.each(commandLines)("runs: the README's first program, on the command line $version", async (line) => {
    const program = /```typescript\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
    expect(program.split("\n").filter((line) => line.trim() !== "").length).toBeLessThan(20);
    // Its project is at home in Europe; here that is another port of this machine.
    const europe = await hostOf("europe", () => place.emulator);
    const here = program.replace("https://eu.api.openai.com/v1", europe.url);
    const place = await readersProgramStage("readme", here, ["pulumi-openai", "@pulumi/pulumi"], line);
    try {
      const up = await place.run(["up", "--yes", "--skip-preview"]);
      expect(up.code === 0 ? "fine" : up.output).toBe("fine");
      expect(up.output).toMatch(/apiKey\s*: \[secret\]/);
      expect((await place.run(["destroy", "--yes", "--skip-preview"])).code).toBe(0);
      expect(europe.asked).toContain("POST /v1/vector_stores");
    } finally {
      await Promise.all([place.close(), europe.close()]);
    }
  });

  it("runs: the demo tells its story to the end", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/run.mjs", "tools/demo/main.ts"], {
      encoding: "utf8",
    });
    expect(status === 0 ? "fine" : stdout + stderr).toBe("fine");
    expect(stdout).toMatch(/Calls to the API before the preview: (\d+)\. After: \1\./);
    expect(stdout).toContain("Exit code 7: drift.");
    expect(stdout).toMatch(/Done: \d+ resources, \d+ calls, \d+ seconds\./);
  });
});
