import type { Witness } from "../testimony";

/** A disagreement that is known and has a reason. */
export interface Accepted {
  kind: string;
  witness: Witness;
  /** The sentence after the kind's name. */
  says: string;
  because: string;
}

/** One reason for several disagreements: each of the sentences of each of the kinds, with each of the witnesses. */
export function accept(
  because: string,
  { kinds, witnesses, says }: { kinds: string[]; witnesses: Witness[]; says: string[] },
): Accepted[] {
  return kinds.flatMap((kind) =>
    witnesses.flatMap((witness) => says.map((sentence) => ({ kind, witness, says: sentence, because }))),
  );
}

export const both: Witness[] = ["openapi", "openai-node"];
export const document: Witness[] = ["openapi"];
export const client: Witness[] = ["openai-node"];
