import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from "node:net";

interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface LocalServer {
  port: number;
  origin: string;
  received: Received[];
  close(): Promise<void>;
}

/** Servers of this test file that are still open. */
const open = new Set<() => Promise<void>>();

export async function closeServers(): Promise<void> {
  await Promise.all([...open].map((close) => close()));
  open.clear();
}

type Answering = (request: Received, response: ServerResponse, socket: Socket) => void;

const answerJson: Answering = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "x-request-id": "req_local" });
  response.end('{"id":"obj_1"}');
};

/** An HTTP server on a free port of this machine that notes whole requests before it answers them. */
export async function serve(answer: Answering = answerJson): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const whole = { method, url, headers, body: Buffer.concat(chunks).toString() };
    received.push(whole);
    answer(whole, response, request.socket);
  });
  // A proxy's tunnels: refused here, for every test's targets speak plain http.
  server.on("connect", (request, socket) => {
    received.push({ method: "CONNECT", url: request.url ?? "", headers: request.headers, body: "" });
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
  });
  return { received, ...(await listening(server, () => server.closeAllConnections())) };
}

/** A server below HTTP: what it does with a connection is all it does. */
export async function serveSockets(
  onSocket: (socket: Socket) => void,
): Promise<Omit<LocalServer, "received">> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onSocket(socket);
  });
  return listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

async function listening(server: Server, cut: () => void) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    open.delete(close);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    cut();
    await closed;
  };
  open.add(close);
  return { port, origin: `http://127.0.0.1:${port}`, close };
}

/** A port of this machine on which nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await serveSockets(() => {});
  await close();
  return port;
}
