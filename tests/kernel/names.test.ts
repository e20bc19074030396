import fc from "fast-check";
import { fromWire, nearest, toWire } from "../../provider/kernel/names";
import fieldNames from "./api-field-names.json";

describe("names", () => {
  it.each(fieldNames)("takes the API's %s there and back", (name) => {
    expect(toWire(fromWire(name))).toBe(name);
  });

  it("puts an underscore before a capital and before a run of digits", () => {
    expect(toWire("maxRequestsPer1Minute")).toBe("max_requests_per_1_minute");
    expect(toWire("batch1DayMaxInputTokens")).toBe("batch_1_day_max_input_tokens");
    expect(fromWire("keep_old_secret_active_for_24_hours")).toBe("keepOldSecretActiveFor24Hours");
  });

  it("gives every camel-case name back", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const part = fc.oneof(
      word.map((text) => text.charAt(0).toUpperCase() + text.slice(1)),
      fc.nat(999).map(String),
    );
    fc.assert(
      fc.property(word, fc.array(part, { maxLength: 4 }), (first, rest) => {
        const adjacentDigits = rest.some(
          (text, index) => /\d$/.test(text) && /^\d/.test(rest[index + 1] ?? ""),
        );
        fc.pre(!adjacentDigits);
        const name = first + rest.join("");
        expect(fromWire(toWire(name))).toBe(name);
      }),
    );
  });

  it("suggests a name that is near, and none where nothing is", () => {
    expect(nearest("nam", ["name", "url"])).toBe("name");
    expect(nearest("expiresafter", ["expiresAfter", "name"])).toBe("expiresAfter");
    expect(nearest("zzzzzz", ["name", "url"])).toBeUndefined();
  });
});
