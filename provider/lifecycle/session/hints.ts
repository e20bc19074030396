import type { Declaration } from "../../kernel/declaration";
import { isObject, type Properties, type Value } from "../../kernel/values";
import type { Hint } from "./hint";

const mostRemembered = 100_000;
/** Resources with the very same arguments. */
const mostAlike = 1_000;

/**
 * What the program's side told with the arguments of a resource, kept from Check until the engine creates or updates it:
 * the engine passes arguments on, but nothing beside them.
 */
export class Hints {
  readonly #hints = new Map<string, Hint[]>();

  /** Check has let these arguments through; the hint is absent where the program's side gave none. */
  remember({ token }: Declaration, args: Properties, hint: Hint | undefined): void {
    const key = keyOf(token, args);
    const before = this.#hints.get(key) ?? [];
    this.#hints.set(key, hint ? [...before, hint].slice(-mostAlike) : before);
    const oldest = this.#hints.keys().next();
    if (this.#hints.size > mostRemembered && !oldest.done) this.#hints.delete(oldest.value);
  }

  /** Of several resources with the same arguments each gets one. */
  recall({ token }: Declaration, args: Properties): Hint | undefined {
    const hints = this.#hints.get(keyOf(token, args)) ?? [];
    return hints.length > 1 ? hints.shift() : hints[0];
  }

  /** What was told with these arguments; undefined where no Check of this run has let them through. */
  peek({ token }: Declaration, args: Properties): readonly Hint[] | undefined {
    return this.#hints.get(keyOf(token, args));
  }
}

function keyOf(token: string, args: Properties): string {
  return `${token} ${JSON.stringify(sorted(args))}`;
}

/** Of a file the engine passes on the hash, which says it all. */
function sorted(value: Value): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "symbol") return "unknown";
  if (!isObject(value)) return value;
  if (typeof value.hash === "string") return value.hash;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, sorted(entry)]);
}
