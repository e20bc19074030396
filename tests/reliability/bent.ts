import type { WireRequest, WireResponse } from "../../provider/api/wire";
import { isObject } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";

type Bend = (response: WireResponse, request: WireRequest) => WireResponse | Promise<WireResponse>;

/** A run whose answers something on the way changes. */
export function bentSession(session: Session, bend: Bend): Session {
  const { wire } = session.surroundings;
  return new Session(session.raw, {
    ...session.surroundings,
    wire: async (request, signal) => bend(await wire(request, signal), request),
  });
}

export async function* inPieces(...pieces: (Uint8Array | string)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}

export type Json = Record<string, unknown>;

/** Changes each object that an answer is about: the answer itself, or every item of a listing. */
export async function withItems(response: WireResponse, change: (item: Json) => Json): Promise<WireResponse> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  if (!isObject(body) || response.status !== 200) throw new Error("no answer to change");
  const bent = Array.isArray(body.data)
    ? { ...body, data: body.data.map((item) => change(item as Json)) }
    : change(body);
  return { ...response, body: inPieces(JSON.stringify(bent)) };
}
