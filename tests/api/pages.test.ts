import { type Listing, listAll } from "../../provider/api/pages";
import { isOpenAIError } from "../../provider/kernel/errors";
import {
  type Answer,
  admin,
  type Conversation,
  converse,
  errorOf,
  project,
  refusal,
  throttled,
} from "./conversation";

type ListRules = Parameters<typeof listAll>[2];

const call = { path: "/organization/projects", template: "/organization/projects" };

function list(
  { client }: Conversation,
  page: ListRules["page"],
  rules: Partial<ListRules> = {},
): Promise<Listing> {
  return listAll(client, admin, { page, max: 100, ...rules }, call);
}

function afterOf(url: string): string | null {
  return new URL(url).searchParams.get("after");
}

const page = (body: object): Answer => ({ status: 200, body: { object: "list", ...body } });
const item = (id: string) => ({ id, name: `name of ${id}` });

/**
 * A server with `count` pages of three. The three cursors of a page are all different, so that the wrong one
 * leads nowhere: `last_id` is l<n>, the last item's id i<n>c, `next` n<n>.
 */
function pagesBy(kind: ListRules["page"], count: number): Conversation {
  const cursor = (n: number) => ({ lastId: `l${n}`, lastItem: `i${n}c`, next: `n${n}` })[kind];
  return converse(({ url }) => {
    const after = afterOf(url);
    const n = after === null ? 1 : Array.from({ length: count }, (_, k) => cursor(k + 1)).indexOf(after) + 2;
    if (n < 1 || (after !== null && n === 1)) return refusal(400, { message: `unknown cursor ${after}` });
    const more = n < count;
    return page({
      data: [item(`i${n}a`), item(`i${n}b`), item(`i${n}c`)],
      has_more: more,
      last_id: `l${n}`,
      next: more ? `n${n}` : null,
    });
  });
}

describe.each<[ListRules["page"], string]>([
  ["lastId", "l"],
  ["lastItem", "i"],
  ["next", "n"],
])("a collection paged by %s", (kind, initial) => {
  test("is read to its end, in order", async () => {
    const place = pagesBy(kind, 25);
    const { items, pages } = await list(place, kind);
    expect(pages).toBe(25);
    expect(items.map(({ id }) => id)).toEqual(
      Array.from({ length: 25 }, (_, k) => [`i${k + 1}a`, `i${k + 1}b`, `i${k + 1}c`]).flat(),
    );
    expect(items[0]).toEqual(item("i1a"));
  });

  test("is asked for page by page, each once, after the cursor of the one before", async () => {
    const place = pagesBy(kind, 3);
    await list(place, kind);
    expect(place.sent.map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
    expect(place.sent.map(({ url }) => afterOf(url)?.slice(0, 2) ?? null)).toEqual([
      null,
      `${initial}1`,
      `${initial}2`,
    ]);
  });

  test("may be empty", async () => {
    const place = converse([page({ data: [], has_more: false, last_id: null, next: null })]);
    expect(await list(place, kind)).toMatchObject({ items: [], pages: 1 });
  });

  test("may end with an empty page", async () => {
    const first = page({ data: [item("i1c")], has_more: true, last_id: "l1", next: "n1" });
    const place = converse([first, page({ data: [], has_more: false, last_id: null, next: null })]);
    expect((await list(place, kind)).items.map(({ id }) => id)).toEqual(["i1c"]);
  });

  test("that shows an object on two pages, for it moved meanwhile, gives it once", async () => {
    const place = converse([
      page({ data: [item("a"), item("b")], has_more: true, last_id: "b", next: "b" }),
      page({ data: [{ id: "b", name: "newer" }, item("c")], has_more: false, last_id: "c", next: null }),
    ]);
    const { items } = await list(place, kind);
    expect(items.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  test("that gives the same cursor again is an error, not a loop", async () => {
    const place = converse(() => page({ data: [item("x")], has_more: true, last_id: "x", next: "x" }));
    const error = await errorOf(list(place, kind));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("a repeated cursor on page 2");
    expect(place.sent).toHaveLength(2);
  });

  test("whose cursors go round in a circle is an error, not a loop", async () => {
    const ids = ["x", "y", "z"];
    const place = converse((_, index) => {
      const id = ids[index % 3] ?? "";
      return page({ data: [item(id)], has_more: true, last_id: id, next: id });
    });
    const error = await errorOf(list(place, kind));
    expect(error.code).toBe("broken-reply");
    expect(place.sent.length).toBeLessThanOrEqual(4);
  });

  test.each([
    ["an empty page", { data: [], has_more: true, last_id: null, next: null }],
    ["an empty page without cursors", { data: [], has_more: true }],
    ["empty cursors", { data: [], has_more: true, last_id: "", next: "" }],
    ["cursors that are numbers", { data: [], has_more: true, last_id: 7, next: 7 }],
  ])("that promises more with %s is an error", async (_, body) => {
    const place = converse([page(body)]);
    const error = await errorOf(list(place, kind));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toBe(
      "GET /organization/projects gave a listing that cannot be trusted: more to come but no cursor on page 1. " +
        "Nothing was changed; try again.",
    );
  });
});

describe("a broken listing", () => {
  const good = page({ data: [item("a")], has_more: true, last_id: "a" });

  test.each<[string, object]>([
    ["is silent about it", {}],
    ["says null", { has_more: null }],
    ["says it in a text", { has_more: "false" }],
  ])("that %s, whether there is more, is an error on whatever page", async (_, said) => {
    for (const before of [[], [good]]) {
      const place = converse([...before, page({ data: [item("b")], ...said })]);
      const error = await errorOf(list(place, "lastId"));
      expect(error.code).toBe("broken-reply");
      expect(error.message).toContain("no word on whether there is more on page");
    }
  });

  test("that is empty is an error where there always is something", async () => {
    const empty = page({ data: [], has_more: false });
    const error = await errorOf(list(converse([empty]), "lastId", { never: "empty" }));
    expect(error.code).toBe("broken-reply");
    const ended = await list(converse([good, empty]), "lastId", { never: "empty" });
    expect(ended.items).toEqual([item("a")]);
  });

  test.each<[string, object, string]>([
    ["no data", { has_more: false }, "no data"],
    ["data that is null", { data: null, has_more: false }, "no data"],
    ["data that is an object", { data: { 0: item("a") }, has_more: false }, "no data"],
    ["data that is a text", { data: "[]", has_more: false }, "no data"],
    ["an item without id", { data: [item("b"), { name: "c" }], has_more: false }, "an item without id"],
    ["an item with a number for its id", { data: [{ id: 5 }], has_more: false }, "an item without id"],
    ["an item that is null", { data: [null], has_more: false }, "an item without id"],
    ["an item that is a text", { data: ["b"], has_more: false }, "an item without id"],
  ])("with %s is an error on whatever page, never a shorter collection", async (_, body, why) => {
    for (const before of [[], [good]]) {
      const place = converse([...before, page(body)]);
      const error = await errorOf(list(place, "lastId"));
      expect(error.code).toBe("broken-reply");
      expect(error.message).toBe(
        `GET /organization/projects gave a listing that cannot be trusted: ${why} on page ${before.length + 1}. ` +
          "Nothing was changed; try again.",
      );
    }
  });

  test.each<[string, Answer]>([
    ["is not there", refusal(404)],
    ["is refused", refusal(403)],
    ["cannot be served for now", refusal(500)],
    ["breaks off", { status: 200, breaksAfter: '{"data":[' }],
    ["is a proxy's page", { status: 200, body: "<html></html>" }],
  ])("of which a later page %s is an error, never a shorter collection", async (_, answer) => {
    const place = converse((_request, index) => (index === 0 ? good : answer));
    const outcome = await list(place, "lastId").catch((error: unknown) => error);
    expect(isOpenAIError(outcome)).toBe(true);
  });

  test("that never ends is given up", async () => {
    const place = converse((_, index) =>
      page({ data: [item(`x${index}`)], has_more: true, last_id: `x${index}` }),
    );
    const error = await errorOf(list(place, "lastId"));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toBe(
      "GET /organization/projects has more than 10000 pages; the listing was given up.",
    );
    expect(place.sent.length).toBe(10_000);
  });
});

describe("every page", () => {
  test("is as large as the API gives them, and hides nothing", async () => {
    const place = pagesBy("lastId", 2);
    await list(place, "lastId", { max: 1000, query: { include_archived: "true" } });
    const queries = place.sent.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
    expect(queries).toEqual([
      { include_archived: "true", limit: "1000" },
      { include_archived: "true", limit: "1000", after: "l1" },
    ]);
  });

  test("carries the beta of its collection and the right key", async () => {
    const { client, sent } = converse([
      page({ data: [item("a")], has_more: true }),
      page({ data: [item("b")], has_more: false }),
    ]);
    const stores = { path: "/vector_stores", template: "/vector_stores", beta: "assistants=v2" };
    await listAll(client, project, { page: "lastItem", max: 100 }, stores);
    expect(sent.map(({ headers }) => [headers["openai-beta"], headers.authorization])).toEqual([
      ["assistants=v2", `Bearer ${project.key}`],
      ["assistants=v2", `Bearer ${project.key}`],
    ]);
  });

  test("is waited for when it is throttled, and the listing goes on where it stood", async () => {
    const place = converse([
      page({ data: [item("a")], has_more: true, last_id: "a" }),
      throttled({ "retry-after": "60" }),
      page({ data: [item("b")], has_more: false, last_id: "b" }),
    ]);
    const { items, pages } = await list(place, "lastId");
    expect(items.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(pages).toBe(2);
    expect(place.sent.map(({ url }) => afterOf(url))).toEqual([null, "a", "a"]);
  });

  test("may name another request: the listing has the details of the last one", async () => {
    const withOrganization = (id: string, more: boolean): Answer => ({
      status: 200,
      headers: { "openai-organization": "org-acme", "x-request-id": `req_${id}` },
      body: { data: [item(id)], has_more: more, last_id: id },
    });
    const place = converse([withOrganization("a", true), withOrganization("b", false)]);
    const { details } = await list(place, "lastId");
    expect(details).toMatchObject({ organization: "org-acme", requestId: "req_b" });
  });
});
