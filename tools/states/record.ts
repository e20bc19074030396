import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createEmulator, seedKeys } from "../../emulator";
import { version } from "../../package.json";
import { madeFromExamples } from "../../tests/engine/from-examples";
import { installPackage } from "../program/install";
import { Pulumi } from "../program/pulumi";
import { recordedUrl, scrubber } from "./scrub";

interface Exported {
  deployment: { secrets_providers?: unknown };
}

const room = ".build/states";
const byHand = "tools/states/program";
const home = join("tests/states", version);

/**
 * `make states`: runs a program that has every kind, with the packed package and the real command line. What it records is the
 * program, the stack as `pulumi stack export` gives it, and the organization that it then has at the emulator.
 */
async function main(): Promise<void> {
  console.log(`[states] recording ${home} ...`);
  const folder = join(room, "recorded");
  rmSync(folder, { recursive: true, force: true });
  cpSync(byHand, folder, { recursive: true });
  const program = readFileSync(join(byHand, "index.js"), "utf8");
  const whole = program + madeFromExamples(program);
  writeFileSync(join(folder, "index.js"), whole);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: recorded\nruntime: nodejs\n");
  installPackage(room);

  const emulator = createEmulator();
  const server = await emulator.listen();
  try {
    const pulumi = new Pulumi(folder);
    await pulumi.init(
      "test",
      { "openai:baseUrl": server.url, first: "true" },
      { "openai:adminApiKey": seedKeys.admin },
    );
    await pulumi.must(["up", "--yes", "--skip-preview"]);
    await pulumi.must(["config", "rm", "first"]);
    await pulumi.must(["up", "--yes", "--skip-preview"]);
    // What the second run has renamed, other resources show too.
    await pulumi.must(["refresh", "--yes", "--skip-preview"]);
    const exported = JSON.parse(await pulumi.must(["stack", "export", "--show-secrets"])) as Exported;
    // How this stack's secrets were encrypted, which the export does not need.
    delete exported.deployment.secrets_providers;
    const organization = { recordedAt: emulator.advance(0), state: emulator.state() };
    const scrub = scrubber(exported, Object.values(seedKeys));
    // Recorded on any machine and port, it is the same.
    const written = (value: unknown) =>
      `${scrub(JSON.stringify(value, null, 2)).replaceAll(server.url, recordedUrl)}\n`;
    const files = { "stack.json": written(exported), "organization.json": written(organization) };
    for (const [name, text] of Object.entries(files)) refuseWhatIsNobodysBusiness(name, text);
    rmSync(home, { recursive: true, force: true });
    cpSync(byHand, join(home, "program"), { recursive: true });
    writeFileSync(join(home, "program", "index.js"), whole);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  } finally {
    await server.close();
  }
}

function refuseWhatIsNobodysBusiness(name: string, text: string): void {
  for (const place of [resolve("."), process.env.HOME, process.env.TMPDIR, "/tmp/"]) {
    if (place && place.length > 1 && text.includes(place))
      throw new Error(`${name} names ${place}, a folder of this machine`);
  }
}

main().catch((error) => {
  console.error(`[states] ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
