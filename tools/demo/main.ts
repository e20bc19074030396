import { exampleElsewhere } from "../program/elsewhere";
import { startEmulator } from "../program/emulator";
import { Pulumi } from "../program/pulumi";
import { tell } from "./narrator";
import { story } from "./story";

/** `make demo`: the example program, the packed package and the real command line, on the built-in emulator. */
async function main(): Promise<void> {
  console.log("[demo] installing the packed package into a copy of examples/team-platform ...");
  const { folder, remove } = await exampleElsewhere("team-platform");
  process.once("exit", remove);
  // An interrupted demo leaves no folder behind either: these signals alone would end the process without its exit.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  console.log(`[demo] installed in ${folder}`);
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
