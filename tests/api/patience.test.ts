import { causeOf, socketWire } from "../../provider/api/wire";
import { closeServers, serve } from "./local-server";

afterEach(async () => {
  jest.useRealTimers();
  await closeServers();
});

// In a file of its own: the HTTP library's clock has to start under the false timers.
test("the setting is the only time limit: an attempt may take more than five minutes where it says so", async () => {
  const waiting: (() => void)[] = [];
  const server = await serve((_, response) => waiting.push(() => response.end('{"id":"obj_1"}')));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  jest.useFakeTimers({ doNotFake: ["setImmediate", "clearImmediate", "nextTick", "queueMicrotask"] });
  const request = { method: "GET", url: `${server.origin}/v1/x`, headers: {} };
  const outcome = socketWire()(request, new AbortController().signal).then(
    ({ status }) => status,
    (error: unknown) => causeOf(error),
  );
  while (waiting.length === 0) await turn();
  for (let seconds = 0; seconds < 600; seconds++) {
    jest.advanceTimersByTime(1000);
    await turn();
  }
  for (const answer of waiting) answer();
  expect(await outcome).toBe(200);
});
