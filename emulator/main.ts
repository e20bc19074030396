#!/usr/bin/env node
import "./demand-node";
import { Command, InvalidArgumentError } from "commander";
import { Deliveries, targetFrom } from "./behaviour/deliveries";
import { sunsetNames } from "./behaviour/sunsets";
import { createEmulator, type DeliveryTargets, type Sunset } from "./index";

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 0 to 65535.");
  return port;
}

function sunsetList(text: string): Sunset[] {
  return text.split(",").map((name) => {
    const known = sunsetNames.find((sunset) => sunset === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`a sunset is one of ${sunsetNames.join(", ")}.`);
    return known;
  });
}

/** May be given several times, once for each endpoint. */
function deliveryTargets(text: string, others: DeliveryTargets): DeliveryTargets {
  try {
    const [endpoint, receiver] = targetFrom(text);
    const targets = { ...others, [endpoint]: receiver };
    new Deliveries(targets);
    return targets;
  } catch (error) {
    throw error instanceof TypeError ? new InvalidArgumentError(error.message) : error;
  }
}

interface Options {
  port: number;
  sunset: Sunset[];
  deliver: DeliveryTargets;
}

async function main({ port, sunset, deliver }: Options): Promise<void> {
  const { url } = await createEmulator({ sunsets: sunset, deliver }).listen(port);
  // Others wait for this line, so it is the first and has exactly this form.
  process.stdout.write(`listening on ${url}\n`);
}

// At once, with requests under way: there is nothing to save.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));

new Command("openai-emulator")
  .description("A stateful OpenAI organization on 127.0.0.1, for tests. Control it under /_emulator.")
  .option("--port <number>", "port to listen on; 0 takes a free one", portNumber, 0)
  .option("--sunset <names>", `what OpenAI has ended: ${sunsetNames.join(",")}`, sunsetList, [])
  .option(
    "--deliver <url=receiver>",
    "deliver tests of the webhook endpoint with this url to http://127.0.0.1:<port>; may be repeated",
    deliveryTargets,
    {},
  )
  .action(async (options: Options) => {
    try {
      await main(options);
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = taken
        ? `Port ${options.port} is already in use.`
        : `The emulator could not start: ${reason}`;
      process.stderr.write(`${sentence}\n`);
      process.exitCode = 1;
    }
  })
  .parse();
