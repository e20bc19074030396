import { sleep } from "../../../provider/api/clock";
import type { Session } from "../../../provider/lifecycle/session/session";
import { emptyPage, notFoundBody } from "../../lifecycle/false-answers";
import type { Workshop } from "../../support/workshop";
import type { Dice } from "../dice";
import { type Road, roads } from "../road";
import { runThrough, withBody } from "../support-reads";

/** A run of the provider in which this share of all exchanges goes wrong, in every way that the matrix knows. */
export function weathered(place: Workshop, dice: Dice, share: number, struck: () => void): Session {
  const bad = everyFault(place, dice);
  return runThrough(place, (request, on) => {
    if (!dice.chance(share)) return on(request);
    struck();
    return dice.pick(bad)(request, on);
  });
}

function everyFault({ clock }: Workshop, dice: Dice): Road[] {
  const answering =
    (status: number, body: unknown, headers: Record<string, string> = {}): Road =>
    async (request, on) => {
      // As often as not it was carried out before; a refusal is one.
      const isRefusal = status === 429 || status === 404;
      const truth = isRefusal || dice.chance(0.5) ? refusedBy(on, request) : on(request);
      const answer = withBody(await truth, status, body);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    };
  const error = (code: string) => ({ error: { message: "Not now.", type: code, code, param: null } });
  const lines = Object.values(roads).map((road) => road(dice, clock));
  return [
    ...lines,
    ...[500, 502, 503, 504, 408].map((status) => answering(status, error("server_error"))),
    answering(503, "<html>One moment.</html>"),
    answering(429, error("rate_limit_exceeded")),
    answering(429, error("rate_limit_exceeded"), { "retry-after": "30" }),
    answering(200, "<html>Please log in.</html>"),
    // Of the object itself, and of a listing that says of itself that it is not whole.
    (request, on) => (request.method === "GET" ? answering(404, notFoundBody)(request, on) : on(request)),
    (request, on) =>
      request.method === "GET" && request.url.includes("limit=")
        ? answering(200, { ...emptyPage, has_more: true })(request, on)
        : on(request),
    async (request, on) => {
      // Carried out when nobody waits any more.
      await sleep(clock, 65_000);
      return on(request);
    },
  ];
}

/** The head of an answer to something harmless, so that a refusal carries the server's time and organization. */
function refusedBy(on: Parameters<Road>[1], request: Parameters<Road>[0]): ReturnType<Road> {
  const { body: _, ...rest } = request;
  const url = new URL(request.url);
  const { "content-type": __, ...headers } = request.headers;
  return on({ ...rest, headers, method: "GET", url: `${url.origin}/v1/nothing` });
}
