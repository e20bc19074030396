import { catalog } from "../../provider/resources/catalog";
import { accepted } from "./accepted";
import { disagreements } from "./disagreements";
import { openApiTestimony } from "./openapi";
import { sdkTestimony } from "./sdk";

const testimonies = [openApiTestimony(), sdkTestimony(catalog)];

describe.each(testimonies.map((testimony) => [testimony.witness, testimony] as const))(
  "%s",
  (witness, testimony) => {
    it.each(catalog.map((declaration) => [declaration.token, declaration] as const))(
      "says of %s what the declaration says, but for what is accepted",
      (token, declaration) => {
        const known = accepted
          .filter((entry) => entry.kind === token && entry.witness === witness)
          .map(({ says }) => `${token} ${says}`);
        const found = disagreements(declaration, testimony);
        expect(found.filter((sentence) => !known.includes(sentence))).toEqual([]);
      },
    );

    it("still has every disagreement that is accepted", () => {
      const found = catalog.flatMap((declaration) => disagreements(declaration, testimony));
      const stale = accepted
        .filter((entry) => entry.witness === witness)
        .map(({ kind, says }) => `${kind} ${says}`)
        .filter((sentence) => !found.includes(sentence));
      expect(stale).toEqual([]);
    });
  },
);

it("accepts nothing twice, and nothing without a reason", () => {
  const sentences = accepted.map(({ kind, witness, says }) => `${witness} ${kind} ${says}`);
  expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
  expect(accepted.filter(({ because }) => !/^[A-Z`].{10,}\.$/.test(because))).toEqual([]);
});
