import { cpSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { startEmulator } from "../program/emulator";
import { installPackage } from "../program/install";
import { Pulumi } from "../program/pulumi";
import { tell } from "./narrator";
import { story } from "./story";

/** `make demo`: the example program, the packed package and the real command line, on the built-in emulator. */
async function main(): Promise<void> {
  const folder = resolve(".build/demo/team-platform");
  for (const leftover of [".state", ".pulumi-home", "Pulumi.demo.yaml"])
    rmSync(`${folder}/${leftover}`, { recursive: true, force: true });
  cpSync("examples/team-platform", folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  console.log("[demo] installing the packed package into a copy of examples/team-platform ...");
  console.log(installPackage(folder, ["@types/node@24"]) ? "[demo] installed" : "[demo] installed already");
  const emulator = await startEmulator(folder);
  tell(
    `An OpenAI organization of its own listens on ${emulator.url}: the emulator that comes with the package.`,
  );
  try {
    await story(new Pulumi(folder), emulator);
  } finally {
    await emulator.stop();
  }
}

main().catch((error) => {
  console.error(`\n[demo] stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
