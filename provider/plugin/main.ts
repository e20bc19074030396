import { whenOrphaned } from "./parent";
import { Provider } from "./provider";
import { serve } from "./server";

/** How long what is under way may take to end after its engine is gone, in milliseconds. */
const farewell = 2_000;

async function main(): Promise<void> {
  const provider = new Provider();
  const address = engineAddress(process.argv.slice(2));
  if (address !== undefined) {
    provider.log.connect(address);
    // Nobody would remember what is made from now on.
    whenOrphaned(() => {
      provider.cancel();
      setTimeout(() => process.exit(1), farewell);
    });
  }
  const { port } = await serve(provider);
  process.stdout.write(`${port}\n`);
}

/** The last argument, behind the switches of the engine's own logging. Whoever starts the plugin by hand gives none, and attaches. */
function engineAddress(args: string[]): string | undefined {
  const last = args.at(-1);
  return last !== undefined && /^[^-].*:\d+$/.test(last) ? last : undefined;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
