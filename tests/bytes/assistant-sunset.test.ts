import type { Saved } from "../../provider/lifecycle/session/saved";
import type { Session } from "../../provider/lifecycle/session/session";
import { assistant } from "../../provider/resources/assistant";
import { create, end, read } from "../support/entries";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const lastDay = "Tue, 25 Aug 2026 23:59:59 GMT";
const after = "Wed, 26 Aug 2026 00:00:00 GMT";
const args = { model: "gpt-4o", name: "Math Tutor" };
const object = {
  id: "asst_abc123",
  object: "assistant",
  created_at: 1_698_984_975,
  model: "gpt-4o",
  name: "Math Tutor",
  tools: [],
  metadata: {},
};

function madeBy(session: Session): Saved {
  const { fingerprint } = session.credential(assistant);
  const live = { ...args, assistantId: "asst_abc123", createdAt: 1_698_984_975 };
  return { id: "asst_abc123", live, memo: { seenWith: fingerprint } };
}

const call = (what: string, date: string, answer: Partial<Exchange>): Exchange => ({
  call: what,
  key: "project",
  beta: "assistants=v2",
  reply: {},
  date,
  ...answer,
});
const missing: Partial<Exchange> = {
  status: 404,
  reply: errorBody("No assistant found with id 'asst_abc123'."),
};
const closed: Partial<Exchange> = { status: 404, reply: errorBody("Invalid URL", "unknown_url") };
const listing = (...data: object[]): Partial<Exchange> => ({
  reply: { object: "list", data, first_id: null, last_id: null, has_more: false },
});

const item = "GET /assistants/asst_abc123";
const list = "GET /assistants?limit=100";
const models: Exchange = {
  call: "GET /models",
  key: "project",
  reply: { object: "list", data: [] },
  date: after,
};
const peek = "GET /assistants?limit=1";
const erase = "DELETE /assistants/asst_abc123";
/** Until a path that nobody knows is asked for once more. */
const secondQuestion = 5000;

describe("once the Assistants API is shut down", () => {
  test("an assistant is gone where neither it nor any path of its kind is known", async () => {
    openai.foresee(call(item, after, closed), call(item, after, closed), call(peek, after, closed), models);
    openai.foreseePauses(secondQuestion);
    const session = openai.session();
    expect(await read(session, assistant, madeBy(session), args)).toBeUndefined();
  });

  test("an assistant is gone where the API still has words for it, but no collection", async () => {
    openai.foresee(
      call(item, after, missing),
      call(list, after, closed),
      call(list, after, closed),
      call(peek, after, closed),
      models,
    );
    openai.foreseePauses(secondQuestion);
    const session = openai.session();
    expect(await read(session, assistant, madeBy(session), args)).toBeUndefined();
  });

  test("an assistant that another key made is gone as well: nobody has any", async () => {
    openai.foresee(call(item, after, missing), call(peek, after, closed), models);
    const session = openai.session();
    const foreign: Saved = { ...madeBy(session), memo: { seenWith: "000000000000" } };
    expect(await read(session, assistant, foreign, args)).toBeUndefined();
  });

  test.each([
    ["with the words of its kind", missing],
    ["with no words of its kind", closed],
  ])("destroying one succeeds where it is answered %s and the collection is gone", async (_, answer) => {
    openai.foresee(call(erase, after, answer), call(peek, after, closed), models);
    const session = openai.session();
    await end(session, assistant, madeBy(session));
  });

  test.each([403, 404, 410])(
    "a creation that is refused with %s says the date and what to do",
    async (status) => {
      openai.foresee({
        ...call("POST /assistants", after, { status, reply: errorBody("The Assistants API is gone.") }),
        body: { model: "gpt-4o", name: "Math Tutor" },
      });
      await expect(create(openai.session(), assistant, args)).rejects.toMatchObject({
        code: "refused",
        message: expect.stringMatching(/The Assistants API is gone.* on 2026-08-26.* Use the Responses API/),
      });
    },
  );

  test("a creation that is refused for another reason says only that", async () => {
    openai.foresee({
      ...call("POST /assistants", after, { status: 400, reply: errorBody("Unknown model") }),
      body: { model: "gpt-4o", name: "Math Tutor" },
    });
    await expect(create(openai.session(), assistant, args)).rejects.toMatchObject({
      message: expect.not.stringContaining("2026-08-26"),
    });
  });
});

describe("on a server that still has the Assistants API", () => {
  test("an assistant is gone where its listing, the second witness, lacks it too", async () => {
    openai.foresee(call(item, after, missing), call(list, after, listing({ ...object, id: "asst_other" })));
    const session = openai.session();
    expect(await read(session, assistant, madeBy(session), args)).toBeUndefined();
  });

  test("an assistant that its listing shows is there, whatever the first answer was", async () => {
    openai.foresee(call(item, after, missing), call(list, after, listing(object)));
    const session = openai.session();
    expect(await read(session, assistant, madeBy(session), args)).toMatchObject({ id: "asst_abc123", args });
  });

  test("an assistant that another key made is not believed to be gone", async () => {
    openai.foresee(call(item, after, missing), call(peek, after, listing()));
    const session = openai.session();
    const foreign: Saved = { ...madeBy(session), memo: { seenWith: "000000000000" } };
    await expect(read(session, assistant, foreign, args)).rejects.toMatchObject({ code: "unproven" });
  });

  test("destroying one that another key made is not believed to be done", async () => {
    openai.foresee(call(erase, after, missing), call(peek, after, listing()));
    const session = openai.session();
    const foreign: Saved = { ...madeBy(session), memo: { seenWith: "000000000000" } };
    await expect(end(session, assistant, foreign)).rejects.toMatchObject({ code: "unproven" });
  });

  test("a collection that may not be listed proves nothing", async () => {
    const refused = { status: 403, reply: errorBody("Missing scope") };
    openai.foresee(call(item, after, missing), call(list, after, refused));
    const session = openai.session();
    const work = read(session, assistant, madeBy(session), args);
    await expect(work).rejects.toMatchObject({ code: "refused", details: { status: 403 } });
  });
});

describe("before the last day", () => {
  test("paths that nobody knows are a wrong address, and no assistant is gone for it", async () => {
    openai.foresee(call(item, lastDay, closed), call(item, lastDay, closed));
    openai.foreseePauses(secondQuestion);
    const session = openai.session();
    const work = read(session, assistant, madeBy(session), args);
    await expect(work).rejects.toMatchObject({ code: "refused", details: { status: 404 } });
  });

  test("destroying at paths that nobody knows is an error", async () => {
    openai.foresee(call(erase, lastDay, closed));
    const session = openai.session();
    await expect(end(session, assistant, madeBy(session))).rejects.toMatchObject({
      details: { status: 404 },
    });
  });
});
