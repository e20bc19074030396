#!/usr/bin/env node
import "./demand-node";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { version } from "pulumi-openai/package.json";
import { systemClock } from "../api/clock";
import { gatherSettings } from "../api/settings";
import { socketWire } from "../api/wire";
import { OpenAIError } from "../kernel/errors";
import { Session } from "../lifecycle/session/session";
import { sentenceOf } from "./expected";
import { readExport } from "./exported-state";
import { pending } from "./pending";

const standardInput = 0;

const program = new Command("pulumi-openai")
  .description("Commands beside `pulumi` for OpenAI organizations.")
  .version(version);

program
  .command("pending")
  .description(
    "After the engine was killed: what the creates that were under way have made, and how to take it over.",
  )
  .argument("[file]", "what `pulumi stack export --show-secrets` wrote; standard input where absent")
  .addHelpText(
    "after",
    "\nRun it in the program's folder:\n  pulumi stack export --show-secrets | pulumi-openai pending\n\n" +
      "Keys and address are those of the stack's last `pulumi up`; the environment (OPENAI_ADMIN_KEY,\n" +
      "OPENAI_API_KEY, OPENAI_BASE_URL, ...) says what the export does not. Nothing is changed.",
  )
  .action(async (file: string | undefined) => {
    const state = readExport(readText(file));
    const settings = gatherSettings((name) => {
      const value = state.settings[name];
      return typeof value === "string" ? value : undefined;
    });
    // It only looks.
    const session = new Session(
      { ...settings, readOnly: "true" },
      { wire: socketWire(), clock: systemClock, say: (line) => process.stderr.write(`${line}\n`) },
    );
    process.stdout.write(await pending(session, state));
  });

function readText(file: string | undefined): string {
  try {
    return readFileSync(file ?? standardInput, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OpenAIError("usage", `${file ?? "Standard input"} cannot be read (${code ?? String(error)}).`);
  }
}

program.parseAsync().catch((error: unknown) => {
  const whole = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${sentenceOf(error) ?? whole}\n`);
  process.exitCode = 1;
});
