import { connect } from "node:net";

const patience = 5_000;

/**
 * Whether the engine that has started this process is still there. When it is killed, Pulumi's dynamic provider goes on
 * with what it has begun; but nobody would remember what is made then.
 */
export function engineIsThere(address: string | undefined = process.argv[2]): Promise<boolean> {
  const [, host, port] = /^([\w.-]+):(\d+)$/.exec(address ?? "") ?? [];
  // Without an address this is not Pulumi's dynamic provider: somebody else calls the handlers.
  if (host === undefined || port === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: patience });
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.once("timeout", () => answer(true));
  });
}

/**
 * A line for people. Nobody reads it any more once the engine has been killed; Pulumi's own handler of errors would
 * then report the broken pipe into the broken pipe for ever, so this process ends instead.
 */
export function sayToEngine(line: string): void {
  if (process.stdout.listenerCount("error", endWithoutReader) === 0)
    process.stdout.on("error", endWithoutReader);
  console.log(line);
}

function endWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(1);
}
