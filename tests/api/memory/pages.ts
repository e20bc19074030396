// Reads a collection of 10,000 objects, 200 MB in all, page by page; the test gives it a heap that holds no such thing.
import { Client } from "../../../provider/api/client";
import { systemClock } from "../../../provider/api/clock";
import { pagesOf } from "../../../provider/api/pages";
import { credentialFor, parseSettings } from "../../../provider/api/settings";
import type { Wire } from "../../../provider/api/wire";

const [count = 10_000, size = 20_000] = process.argv.slice(2).map(Number);
const perPage = 100;

/** Every object another text, so that nothing is shared. */
const wire: Wire = async ({ url }) => {
  const from = Number(new URL(url).searchParams.get("after") ?? 0);
  const data = Array.from({ length: perPage }, (_, index) => {
    const id = String(from + index + 1);
    return { id, text: id.repeat(Math.ceil(size / id.length)) };
  });
  const last = from + perPage;
  const body = JSON.stringify({ data, has_more: last < count, last_id: String(last) });
  return { status: 200, headers: {}, body: once(Buffer.from(body)) };
};

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function read(): Promise<number> {
  const client = new Client(parseSettings({}), { wire, clock: systemClock, say: () => {} });
  const credential = credentialFor({ adminApiKey: "sk-admin-memory" }, "admin");
  const place = { path: "/things", template: "/things" };
  let seen = 0;
  for await (const { items } of pagesOf(client, credential, { page: "lastId", max: perPage }, place))
    seen += items.length;
  return seen;
}

void read().then((seen) => console.log(JSON.stringify({ seen })));
