import { sleep } from "../../provider/api/clock";
import type { WireRequest, WireResponse } from "../../provider/api/wire";
import type { FakeClock } from "../support/fake-clock";
import type { Dice } from "./dice";

type On = (request: WireRequest) => Promise<WireResponse>;

/** What the line between us and the server does to one exchange. */
export type Road = (request: WireRequest, on: On) => Promise<WireResponse>;

/** Of a body that is streamed the headers tell how long it is. */
function lengthOf({ body, headers }: WireRequest): number {
  return typeof body === "string" ? body.length : Number(headers["content-length"] ?? 0);
}

const kibibyte = 1024;
const share = 0.3;

/** The seven ways in which a line is bad, after the kinds that toxiproxy has. */
export const roads: Record<string, (dice: Dice, clock: FakeClock) => Road> = {
  "half of the answers take more than thirty seconds": (dice, clock) => async (request, on) => {
    const response = await on(request);
    await sleep(clock, dice.chance(0.5) ? dice.between(5_000, 30_000) : dice.between(30_000, 90_000));
    return response;
  },
  "one kibibyte a second comes through": (_, clock) => async (request, on) => {
    await sleep(clock, (lengthOf(request) / kibibyte) * 1000);
    const response = await on(request);
    return { ...response, body: paced(response.body, kibibyte, () => sleep(clock, 1000)) };
  },
  "every byte comes alone": (dice, clock) => async (request, on) => {
    const response = await on(request);
    // Now and then one lets the others wait.
    const pause = () => (dice.chance(0.01) ? sleep(clock, 500) : Promise.resolve());
    return { ...response, body: paced(response.body, 1, pause) };
  },
  "some exchanges never end": (dice) => (request, on) => {
    if (!dice.chance(share)) return on(request);
    // As often as not the server has heard it.
    if (dice.chance(0.5)) on(request).catch(() => {});
    return new Promise(() => {});
  },
  "some connections are reset": (dice, clock) => async (request, on) => {
    if (!dice.chance(share)) return on(request);
    if (dice.chance(0.5)) await on(request);
    await sleep(clock, dice.between(0, 2_000));
    throw cut("ECONNRESET");
  },
  "some answers break off": (dice) => async (request, on) => {
    const response = await on(request);
    if (!dice.chance(share)) return response;
    return { ...response, body: brokenOff(response.body, dice.between(0, 60), dice.chance(0.5)) };
  },
  "all of it now and then": (dice, clock) => {
    const others = Object.entries(roads).filter(([name]) => name !== "all of it now and then");
    const open = others.map(([, road]) => road(dice, clock));
    return (request, on) => (dice.chance(0.5) ? on(request) : dice.pick(open)(request, on));
  },
};

function cut(code: string): Error {
  return Object.assign(new Error(`read ${code}`), { code });
}

/** The same body in pieces of this size, with a pause before each. */
async function* paced(
  body: WireResponse["body"],
  size: number,
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += size) {
      await pause();
      yield chunk.subarray(at, at + size);
    }
  }
}

/** So many bytes of a body, and then an error, or an end as if that were all. */
async function* brokenOff(
  body: WireResponse["body"],
  bytes: number,
  isSilent: boolean,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of body) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  if (!isSilent) throw cut("UND_ERR_SOCKET");
}
