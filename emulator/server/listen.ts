import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ConnectionCut } from "../behaviour/faults";

/** Never another interface: the keys are public and whoever reaches the port controls the emulator. */
const host = "127.0.0.1";

export async function listen(
  serve: (request: Request) => Promise<Response>,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({
    // The emulator also runs inside other people's tests, whose Request and Response are not ours to replace.
    overrideGlobalObjects: false,
    hostname: host,
    async fetch(request, env) {
      try {
        return await serve(request);
      } catch (error) {
        if (!(error instanceof ConnectionCut)) throw error;
        (env as HttpBindings).outgoing.socket?.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}/v1`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
