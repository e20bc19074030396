import { type Page, pagesOf } from "../../provider/api/pages";
import { runProgram } from "../support/child";
import { type Answer, admin, type Conversation, converse, errorOf } from "./conversation";

const things = { path: "/things", template: "/things" };
const pages = ({ client }: Conversation, asker?: Parameters<typeof pagesOf>[5]) =>
  pagesOf(client, admin, { page: "lastId", max: 2 }, things, "id", asker);

/** Pages of two, as many as anybody asks for. */
const endless = () =>
  converse((_request, index): Answer => {
    const data = [{ id: `t${index}a` }, { id: `t${index}b` }];
    return { status: 200, body: { data, has_more: true, last_id: `t${index}b` } };
  });

async function idsOf(stream: AsyncIterable<Page>): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const { items } of stream) ids.push(...items.map(({ id }) => id));
  return ids;
}

test("a page is asked for when it is wanted, and not before", async () => {
  const place = endless();
  const stream = pages(place);
  expect(place.sent).toHaveLength(0);
  await stream.next();
  expect(place.sent).toHaveLength(1);
  await stream.next();
  expect(place.sent).toHaveLength(2);
});

test("who has found what they looked for asks for no more", async () => {
  const place = endless();
  for await (const { items } of pages(place)) if (items.some(({ id }) => id === "t2a")) break;
  expect(place.sent).toHaveLength(3);
});

test("what came before the page that fails was handed on, and the failure is an error, not an end", async () => {
  const place = converse([
    { status: 200, body: { data: [{ id: "a" }], has_more: true, last_id: "a" } },
    { status: 200, body: { data: [{ id: "b" }], has_more: true } },
  ]);
  const stream = pages(place);
  expect((await stream.next()).value).toMatchObject({ items: [{ id: "a" }] });
  expect((await errorOf(stream.next())).code).toBe("broken-reply");
});

test("an item that has moved to a later page comes twice: only the whole listing has it once", async () => {
  const place = converse([
    { status: 200, body: { data: [{ id: "a" }, { id: "b" }], has_more: true, last_id: "b" } },
    { status: 200, body: { data: [{ id: "b" }, { id: "c" }], has_more: false } },
  ]);
  expect(await idsOf(pages(place))).toEqual(["a", "b", "b", "c"]);
});

test("a command that is cancelled between two pages asks for no other", async () => {
  const place = endless();
  const controller = new AbortController();
  const stream = pages(place, { signal: controller.signal });
  await stream.next();
  controller.abort();
  expect((await errorOf(stream.next())).code).toBe("stopped");
  expect(place.sent).toHaveLength(1);
});

test("10,000 objects of 20 KB are read with a heap of 48 MB", async () => {
  const { code, output } = await runProgram("tests/api/memory/pages.ts", [], "--max-old-space-size=48");
  expect(code === 0 ? JSON.parse(output) : output).toEqual({ seen: 10_000 });
}, 60_000);
