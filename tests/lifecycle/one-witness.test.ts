import { collectionOf } from "../../provider/kernel/identity";
import { everyKind, kindsThat } from "../kernel/facts";
import { type Workshop, workshop } from "../support/workshop";
import { denies, empties, notFoundBody, stranger } from "./false-answers";
import {
  anyResident,
  errorOf,
  expectAlive,
  itemOf,
  listOf,
  look,
  type Resident,
  removeByHand,
  VectorStore,
} from "./house";

/** The first call with which a refresh of this kind looks for its object. */
function firstLook({ declaration }: Resident): string {
  return declaration.credential === "admin" ? listOf(declaration) : itemOf(declaration);
}

function failing(place: Workshop, route: string, status: number, body?: unknown): void {
  place.emulator.fault({
    match: { method: "GET", route, times: 10_000 },
    action: body === undefined ? { type: "status", status } : { type: "status", status, body },
  });
}

describe.each(everyKind)("one look at a %s", (_, declaration) => {
  it("that does not find it in the listing removes nothing", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    empties(place, declaration, 1);
    await expectAlive(place.session(), it);
  });

  it("that is falsely answered with 404 removes nothing", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    if (declaration.read !== "listed") denies(place, declaration);
    await expectAlive(place.session(), it);
  });

  it.each([401, 403, 429, 500, 503])("that is answered with %i is an error", async (status) => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    failing(place, firstLook(it), status);
    const error = await errorOf(look(place.session(), it));
    expect(error.details.status).toBe(status);
    expect(error.message).toContain(`GET ${firstLookTemplate(it)}`);
  });

  it("that is answered with an HTML page is an error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    place.emulator.fault({
      match: { method: "GET", route: firstLook(it), times: 100 },
      action: { type: "garbage" },
    });
    expect((await errorOf(look(place.session(), it))).code).toBe("broken-reply");
  });

  it("that is answered with an HTML page and the status 404 is an error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    failing(place, firstLook(it), 404, "<html><body>Not here</body></html>");
    failing(place, itemOf(declaration).replace(/\/$/, ""), 404, "<html><body>Not here</body></html>");
    const error = await errorOf(look(place.session(), it));
    expect(error.details.status).toBe(404);
  });

  it("that is cut off is an error", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    place.emulator.fault({
      match: { method: "GET", route: firstLook(it), times: 100 },
      action: { type: "reset-before" },
    });
    expect((await errorOf(look(place.session(), it))).code).toBe("unreachable");
  });
});

function firstLookTemplate({ declaration }: Resident): string {
  return declaration.read === "item" ? declaration.at.item : collectionOf(declaration).template;
}

const listed = kindsThat(({ big }) => !big);

describe.each(listed)("the listing of a %s", (_, declaration) => {
  async function removed(place: Workshop): Promise<Resident> {
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    return it;
  }
  const row = stranger(declaration);
  const broken: [string, object][] = [
    ["has no data", { object: "list", has_more: false }],
    ["has data that is no array", { object: "list", data: { id: "x" }, has_more: false }],
    ["has data that is null", { object: "list", data: null, has_more: false }],
    ["holds an item without id", { object: "list", data: [row, { object: "x" }], has_more: false }],
    ["holds an item that is no object", { object: "list", data: [row, "x"], has_more: false }],
    [
      "promises more without a cursor",
      { object: "list", data: [], has_more: true, last_id: null, next: null },
    ],
    [
      "repeats its cursor",
      { object: "list", data: [row], has_more: true, last_id: "something_else", next: "token" },
    ],
  ];

  it.each(broken)("that %s is an error, never an absence", async (_what, body) => {
    const place = workshop();
    const it = await removed(place);
    failing(place, listOf(declaration), 200, body);
    const error = await errorOf(look(place.session(), it));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toMatch(/a listing that cannot be trusted: .*Nothing was changed/);
  });
});

// What OpenAI has shut down is gone with its listing.
const lasting = kindsThat(({ big, sunset }) => !big && !sunset);

it.each(lasting)("the listing of a %s that is itself not found is an error", async (_, declaration) => {
  const place = workshop();
  const it = await anyResident(place, declaration);
  await removeByHand(place, it);
  failing(place, listOf(declaration), 404, notFoundBody);
  const error = await errorOf(look(place.session(), it));
  expect(error.details.status).toBe(404);
});

it("a base URL without /v1, where every path is unknown, removes no vector store", async () => {
  const place = workshop();
  const it = await anyResident(place, VectorStore);
  const elsewhere = place.session({ baseUrl: "http://localhost:1" });
  const error = await errorOf(look(elsewhere, it));
  expect(error.message).toContain("Invalid URL");
});
