import { z } from "zod";
import { decode } from "../../provider/kernel/codec";
import { diff } from "../../provider/kernel/diff";
import { lapsed } from "../../provider/kernel/lapse";
import { resource } from "../../provider/kernel/resource";
import { computed } from "../../provider/kernel/words";
import { everyKind, kindOf } from "./facts";

const keys = ["ServiceAccountApiKey", "AdminApiKey"];

test("keys with a lifetime are the kinds that can expire", () => {
  const lapsing = everyKind.filter(([, { props }]) =>
    Object.values(props).some(({ options }) => options.passed),
  );
  expect(lapsing.map(([token]) => token)).toEqual(keys);
});

describe.each(keys)("a %s", (token) => {
  const declaration = kindOf(token);
  const said = { name: "runtime" };
  const live = { name: "runtime", expiresAt: 1000 };

  it("has expired from the second on in which its lifetime ends, by the server's time", () => {
    expect(lapsed(declaration, live, 999)).toEqual({ expired: undefined });
    expect(lapsed(declaration, live, 1000)).toEqual({ expired: true });
    expect(lapsed(declaration, { name: "runtime" }, 5000)).toEqual({ expired: undefined });
  });

  it("has not expired any more where its lifetime was begun anew, and stays as it was where nobody knows the time", () => {
    const known = { ...live, expired: true, expiresAt: 9000 };
    expect({ ...known, ...lapsed(declaration, known, 1000) }.expired).toBeUndefined();
    expect({ ...known, ...lapsed(declaration, known, undefined) }.expired).toBe(true);
  });

  it("is replaced once it was seen expired, though no argument differs", () => {
    const found = diff(declaration, said, said, { ...live, expired: true });
    expect(found.replaces).toEqual(["expired"]);
    expect(found.beyondInputs).toBe(true);
    // The moment alone says nothing: whoever compares has no server to ask for the time.
    expect(diff(declaration, said, said, live)).toMatchObject({ replaces: [], beyondInputs: false });
  });

  it("keeps what was seen through an answer that says nothing of it, and believes no answer that does", () => {
    const reply = { id: "key_1", expires_at: 1000 };
    expect(decode(declaration, reply, { expired: true }).expired).toBe(true);
    expect(decode(declaration, { ...reply, expired: true }, {}).expired).toBeUndefined();
  });
});

test("a change of an argument is not beyond the inputs", () => {
  const found = diff(kindOf("AdminApiKey"), { name: "a" }, { name: "b" }, { name: "a" });
  expect(found).toMatchObject({ replaces: ["name"], beyondInputs: false });
});

test("a moment that is no property is refused", () => {
  const wrong = () =>
    resource({
      token: "Thing",
      about: "A thing.",
      page: "https://example.com",
      credential: "admin",
      at: "/things",
      id: "{thingId}",
      list: { page: "lastId", max: 100 },
      props: {
        thingId: computed(z.string(), "Id.", { wire: "id" }),
        over: computed(z.literal(true).optional(), "Over.", { passed: "endsAt" }),
      },
      examples: [{ title: "t", args: {} }],
    });
  expect(wrong).toThrow('"endsAt" is named but not declared');
});
