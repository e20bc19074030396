import { admin, converse, createCall, errorOf, read } from "./conversation";

const packed = { status: 200, headers: { "content-encoding": "gzip" }, body: "\u001f\u008b" };

describe("the encoding of answers", () => {
  test("is asked for as it is", async () => {
    const { client, sent } = converse([{ status: 200, body: "{}" }]);
    await client.call(admin, read);
    expect(sent[0]?.headers["accept-encoding"]).toBe("identity");
  });

  test("that was not asked for is an error at once, which says what to do", async () => {
    const { client, sent } = converse([packed, packed]);
    const error = await errorOf(client.call(admin, read));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("in the encoding gzip, which was not asked for");
    expect(error.message).toContain("Nothing was changed");
    expect(sent).toHaveLength(1);
  });

  test("leaves open whether a creation was carried out", async () => {
    const { client, sent } = converse([packed, packed]);
    const error = await errorOf(client.call(admin, createCall));
    expect(error.code).toBe("ambiguous");
    expect(sent).toHaveLength(1);
  });
});
