import { gzipSync } from "node:zlib";
import { socketWire, type WireResponse } from "../../provider/api/wire";
import { Session } from "../../provider/lifecycle/session/session";
import { closeServers, serve } from "../api/local-server";
import { SkippingClock } from "../api/skipping-clock";
import { Shell } from "../dynamic/shell";
import { kindOf } from "../kernel/facts";
import { errorOf, everyObject } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { bentSession, inPieces } from "./bent";

const MiB = 1024 * 1024;
const depth = 1_000_000;
const packed = gzipSync(Buffer.alloc(64 * MiB, " "));
const deepObject = `{"id":"x_1","metadata":${'{"a":'.repeat(depth)}1${"}".repeat(depth)},"data":[]}`;
const deepList = `{"id":"x_1","data":[${"[".repeat(depth)}${"]".repeat(depth)}]}`;

/** Bodies that an answer of 200 can come with; each is made anew for every answer. */
const bodies: [string, () => WireResponse["body"]][] = [
  ["64 MiB of JSON", () => spaces(64)],
  ["a gzip bomb of 64 MiB", () => inPieces(packed)],
  ["an object a million levels deep", () => inPieces(deepObject)],
  ["a list a million levels deep", () => inPieces(deepList)],
  [
    "text that is not UTF-8",
    () => inPieces('{"id":"x_1","name":"caf', Buffer.from([0xe9, 0xff]), '","data":[]}'),
  ],
  ["a number that is none", () => inPieces('{"id":"x_1","created_at":NaN,"data":[]}')],
  ["a number without end", () => inPieces('{"id":"x_1","created_at":-Infinity,"data":[]}')],
];

let taken = 0;

/** One MiB at a time, and how many of them were taken. */
async function* spaces(count: number): AsyncGenerator<Uint8Array> {
  taken = 0;
  for (; taken < count; taken++) yield Buffer.alloc(MiB, " ");
}

/** A run in which answers to this method have another body, the first or all of them. */
function damaged(
  place: Workshop,
  method: string,
  body: () => WireResponse["body"],
  times = Infinity,
): Session {
  let left = times;
  return bentSession(place.session(), (response, request) =>
    request.method === method && left-- > 0 ? { ...response, body: body() } : response,
  );
}

describe.each(["Project", "VectorStore"])("R25: a %s", (token) => {
  const declaration = kindOf(token);

  it.each(bodies)("whose creation is answered with %s is found, and there is one", async (_, body) => {
    const place = workshop();
    const before = await everyObject(place, declaration, {});
    const state = await new Shell(token, () => damaged(place, "POST", body, 1)).create({ name: "a" });
    const after = await everyObject(place, declaration, {});
    expect(after.filter((id) => !before.includes(id))).toEqual([state.id]);
  });

  it.each(bodies)("is not called gone by answers with %s: the error says what came", async (_, body) => {
    const place = workshop();
    const state = await new Shell(token, () => place.session()).create({ name: "a" });
    const began = place.clock.now();
    const error = await errorOf(new Shell(token, () => damaged(place, "GET", body)).refresh(state));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("Nothing was changed");
    expect(error.message.length).toBeLessThan(1_000);
    expect(place.clock.now() - began).toBeLessThan(10 * 60_000);
  });

  it.each(bodies)(
    "whose change is answered with %s ends in an error that leaves it open",
    async (_, body) => {
      const place = workshop();
      const state = await new Shell(token, () => place.session()).create({ name: "a" });
      const shell = new Shell(token, () => damaged(place, "POST", body));
      const error = await errorOf(shell.update(state, { name: "b" }));
      expect(error.code).toBe("ambiguous");
      expect(error.message.length).toBeLessThan(1_000);
    },
  );
});

describe("R25: an answer that is too long", () => {
  it("is not read any further than any answer of the API is long", async () => {
    const place = workshop();
    const state = await new Shell("VectorStore", () => place.session()).create({ name: "a" });
    await errorOf(new Shell("VectorStore", () => damaged(place, "GET", () => spaces(64))).refresh(state));
    expect(taken).toBeLessThanOrEqual(33);
  });

  it("over a socket, and packed, is not unpacked", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(packed);
    });
    const clock = new SkippingClock();
    const raw = { baseUrl: `${server.origin}/v1`, apiKey: "sk-proj-test" };
    const session = new Session(raw, { wire: clock.watch(socketWire()), clock, say: () => {} });
    const shell = new Shell("VectorStore", () => session);
    const before = process.memoryUsage().arrayBuffers;
    const outputs = { vectorStoreId: "vs_1", __openai: { v: 1, seenWith: "x" } };
    const error = await errorOf(shell.refresh({ id: "vs_1", inputs: {}, outputs }));
    expect(error.code).toBe("broken-reply");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * MiB);
    await closeServers();
  });
});
