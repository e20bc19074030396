import { z } from "zod";

/** Who can hold a role. */
export interface Principal {
  type: "user" | "group";
  id: string;
}

export const sourceForms = ["null", "empty", "principal"] as const;

/** How a role that was assigned directly, and no other way, is described: nothing, an empty list, or its holder. */
export type AssignmentSourceForm = (typeof sourceForms)[number];

const formSchema = z.enum(sourceForms);

/** Servers have been seen to differ in this. A role that comes through a group always names the group. */
export class AssignmentSources {
  #form: AssignmentSourceForm = "null";

  describe(value: unknown): void {
    const parsed = formSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    this.#form = parsed.data;
  }

  clear(): void {
    this.#form = "null";
  }

  ofDirect(principal: Principal): Principal[] | null {
    switch (this.#form) {
      case "null":
        return null;
      case "empty":
        return [];
      case "principal":
        return [principal];
    }
  }
}
