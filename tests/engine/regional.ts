import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { Emulator } from "../../emulator";
import { sha256 } from "../../emulator/state/ids";

/** One of the hosts of an emulator. */
export interface Host {
  url: string;
  /** What it was asked, as `METHOD /path`. */
  asked: string[];
  close(): Promise<void>;
}

type Region = "global" | "europe";

/**
 * A host of the emulator that serves one region as OpenAI's do: a project's key works where the project is at home, and
 * is told the right host elsewhere. What the admin key manages is at the global one.
 */
export async function hostOf(region: Region, emulator: () => Emulator): Promise<Host> {
  const asked: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    const headers = new Headers(incoming.headers as Record<string, string>);
    asked.push(`${method} ${url.split("?")[0]}`);
    const home = homeOf(emulator(), url, headers.get("authorization") ?? "");
    const body = method === "POST" ? Readable.toWeb(incoming) : undefined;
    const request = new Request(`http://emulator${url}`, {
      method,
      headers,
      body,
      duplex: "half",
    });
    const response = home === region ? await emulator().fetch(request) : elsewhere(home);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function homeOf(emulator: Emulator, url: string, authorization: string): Region {
  if (/^\/v1\/(organization|projects)\b/.test(url)) return "global";
  const { project_keys: keys, projects } = emulator.state().tables;
  const hash = sha256(authorization.replace(/^Bearer /, ""));
  const key = keys.find((row) => row.hash === hash);
  const project = projects.find(({ id }) => id === key?.project_id);
  return project?.residency?.startsWith("EU") ? "europe" : "global";
}

function elsewhere(home: Region): Response {
  const host = home === "europe" ? "eu.api.openai.com" : "api.openai.com";
  const message = `Attempted to access resource with incorrect regional hostname. Please make your request to ${host}`;
  const error = { message, type: "invalid_request_error", param: null, code: "incorrect_hostname" };
  return Response.json({ error }, { status: 401 });
}
