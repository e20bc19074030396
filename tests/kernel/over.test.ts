import { z } from "zod";
import { argumentsAfterRefresh } from "../../provider/kernel/codec";
import type { Declaration } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { endingSentence } from "../../provider/kernel/ending";
import { resource } from "../../provider/kernel/resource";
import { shapeOf } from "../../provider/kernel/shape";
import type { Properties } from "../../provider/kernel/values";
import { computed } from "../../provider/kernel/words";
import { kindsThat, namesOf } from "./facts";

/** Outputs with which an object is over, or is not: found by trying every value that the API can answer. */
function livesOf({ props, when }: Declaration, over: boolean): Properties[] {
  return Object.entries(props).flatMap(([name, { schema }]) => {
    const { enum: values = [], anyOf = [] } = shapeOf(schema);
    const texts = [...values, ...anyOf.flatMap((member) => member.enum ?? [])];
    return texts.map((text) => ({ [name]: text })).filter((live) => when.ended?.(live) === over);
  });
}

describe.each(kindsThat(({ when }) => when.ended !== undefined))("a %s that is over", (_, declaration) => {
  const said: Properties = declaration.examples[0]?.args ?? {};
  const isTold = (name: string) => declaration.props[name]?.options.echoed !== false;
  const fixed = namesOf(declaration, "fixed").filter(
    (name) => typeof said[name] === "string" && isTold(name),
  );
  const other = Object.fromEntries(fixed.map((name) => [name, "something else"]));

  it("keeps the arguments that it was made with, whatever the API says of them by now", () => {
    const lives = livesOf(declaration, true);
    expect(lives).not.toEqual([]);
    for (const over of lives) {
      const args = argumentsAfterRefresh(declaration, said, { ...said, ...other, ...over });
      expect(diff(declaration, args, said).changes).toEqual(new Map());
    }
  });

  it("takes them from the API as long as it is not", () => {
    const [open = {}] = livesOf(declaration, false).filter((live) => !fixed.some((name) => name in live));
    const args = argumentsAfterRefresh(declaration, said, { ...said, ...other, ...open });
    expect(diff(declaration, args, said).replaces.sort()).toEqual([...fixed].sort());
  });

  it("says at its deletion why it stays", () => {
    expect(declaration.when.stays).toMatch(/^stays as it is.*[^.]$/);
  });
});

it("an ending that is a deletion leaves what is over, and says so beforehand", () => {
  const facts = {
    about: "A thing.",
    page: "https://example.com",
    credential: "admin",
    at: "/things",
  } as const;
  const props = { thingId: computed(z.string(), "Id of the thing.", { wire: "id" }) };
  const thing = {
    ...facts,
    token: "Thing",
    id: "{thingId}",
    list: { page: "lastId", max: 1 },
    props,
  } as const;
  const examples: [{ title: string; args: object }] = [{ title: "t", args: {} }];
  expect(endingSentence(resource({ ...thing, examples }))).toBe("deleted");
  const over = resource({ ...thing, examples, when: { ended: () => true } });
  expect(endingSentence(over)).toBe("deleted, unless it is over");
});
