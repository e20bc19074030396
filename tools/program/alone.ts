import { mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";

/**
 * Runs the work while nobody else does work of this name, in whatever process. The lock is a socket: who waits is told
 * by its closing, and it closes by itself when its holder dies.
 */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lock), { recursive: true });
  const waiting = new Set<Socket>();
  let server = await take(lock, waiting);
  while (!server) {
    await released(lock);
    server = await take(lock, waiting);
  }
  try {
    return await work();
  } finally {
    server.close();
    for (const socket of waiting) socket.destroy();
  }
}

function take(lock: string, waiting: Set<Socket>): Promise<Server | undefined> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      waiting.add(socket);
    });
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? done(undefined) : failed(error),
    );
    server.listen(lock, () => done(server));
  });
}

function released(lock: string): Promise<void> {
  return new Promise((done) => {
    const socket = connect(lock);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // Its holder died and left the file.
      if (error.code === "ECONNREFUSED") rmSync(lock, { force: true });
    });
    socket.on("close", () => done());
  });
}
