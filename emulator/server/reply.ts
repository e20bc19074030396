import { errorForStatus } from "../api/errors";
import { FileContent } from "../api/file-content";
import type { Clock } from "../behaviour/clock";
import type { FaultAction } from "../behaviour/faults";

/** An answer before it becomes a Response, so that faults can still bend it. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

export const replyWith = (answer: unknown): Reply =>
  answer instanceof FileContent
    ? { status: 200, headers: { "content-type": "application/octet-stream" }, body: answer.bytes }
    : jsonReply(200, answer);

export const jsonReply = (status: number, body: unknown): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const page =
  "<!DOCTYPE html>\n<html><head><title>One moment</title></head><body>Please wait.</body></html>\n";

function forcedReply(action: Extract<FaultAction, { type: "status" }>): Reply {
  const { status, headers = {}, body } = action;
  const text = typeof body === "string";
  const reply = text
    ? { status, headers: { "content-type": "text/plain; charset=utf-8" }, body }
    : jsonReply(status, body ?? errorForStatus(status).body());
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(lowered) } };
}

/** What the client gets instead of the true answer. */
export function bent(reply: Reply, action: FaultAction): Reply {
  switch (action.type) {
    case "status":
      return forcedReply(action);
    case "garbage":
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
    case "truncate":
      // Complete as far as HTTP can tell, for the length is that of the half; only the JSON is broken.
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
    default:
      return reply;
  }
}

const pieces = 10;

/** The body in ten pieces, spread over the given time. */
function slowly(clock: Clock, body: Reply["body"], ms: number): ReadableStream<Uint8Array> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await clock.sleep(ms / pieces);
      controller.enqueue(bytes.subarray(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}

/** 204 and 304 must not have a body. */
export function toResponse(reply: Reply, clock: Clock, slowMs: number | null): Response {
  const { status, headers } = reply;
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  const body = slowMs === null ? reply.body : slowly(clock, reply.body, slowMs);
  return new Response(body, { status, headers });
}
