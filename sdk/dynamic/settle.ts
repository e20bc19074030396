import * as pulumi from "@pulumi/pulumi";

export interface Settled {
  value: unknown;
  /** In a preview, and for what was not made, there is no value yet. */
  isKnown: boolean;
  isSecret: boolean;
}

/** What an output carries at run time beside what its type shows. */
interface Inside {
  promise(withUnknowns?: boolean): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

const unknown: Settled = { value: undefined, isKnown: false, isSecret: false };

/**
 * Waits for an argument. Unlike `apply` it also comes back where the value is not known, and it makes no output, so that
 * nothing comes to depend on it. What fails is not known: the resource itself tells why.
 */
export async function settle(input: unknown): Promise<Settled> {
  try {
    if (input instanceof Promise) return await settle(await input);
    if (!pulumi.Output.isInstance(input)) return { value: input, isKnown: true, isSecret: false };
    const inside: Partial<Inside> = input as unknown as Inside;
    if (typeof inside.promise !== "function") return unknown;
    const [value, isKnown, isSecret] = await Promise.all([
      inside.promise(true),
      inside.isKnown,
      inside.isSecret,
    ]);
    if (isKnown !== true) return { ...unknown, isSecret: isSecret === true };
    return { value, isKnown: true, isSecret: isSecret === true };
  } catch {
    return unknown;
  }
}
