import { type Handler, handlerFor } from "../../../provider/dynamic/handler";
import { isObject } from "../../../provider/kernel/values";
import type { Session } from "../../../provider/lifecycle/session/session";
import { kindOf } from "../../kernel/facts";
import { type Bag, overTheWire } from "./wire";

/** The engine's verdict on two sets of arguments. */
export interface Verdict {
  differs: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The object exists, but not all was done: what the state keeps of it. */
export class InitFailed extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: Bag,
    readonly reasons: string[],
  ) {
    super(message);
  }
}

/** The provider's process of one run: one handler for each kind, as Pulumi's cmd/dynamic-provider drives it. */
export class Provider {
  readonly #handlers = new Map<string, Handler>();

  constructor(
    readonly session: Session,
    /** A look at each handler before it is used. */
    readonly watch: (handler: Handler) => Handler = (handler) => handler,
  ) {}

  async check(token: string, olds: Bag, args: Bag): Promise<Bag> {
    const news = overTheWire({ ...args, __provider: line(token) });
    const { inputs, failures } = await this.#handler(token).check(overTheWire(olds), news);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    return overTheWire({ ...inputs, __provider: news.__provider });
  }

  /** Where the provider leaves it to the engine, the arguments decide. */
  async diff(
    token: string,
    id: string,
    outputs: Bag,
    olds: Bag,
    news: Bag,
  ): Promise<Verdict & { changed: string[] }> {
    const answer: { changes?: boolean; replaces: string[]; deleteBeforeReplace: boolean } =
      await this.#handler(token).diff(id, overTheWire(outputs), overTheWire(news));
    const changed = answer.changes === undefined ? changedNames(olds, news) : [];
    const differs = answer.changes ?? changed.length > 0;
    return { ...answer, differs, changed };
  }

  async create(token: string, inputs: Bag): Promise<{ id: string; outputs: Bag }> {
    const { id, outs } = await partly(this.#handler(token).create(overTheWire(inputs)));
    return { id, outputs: overTheWire({ ...outs, __provider: inputs.__provider }) };
  }

  async update(token: string, id: string, outputs: Bag, inputs: Bag): Promise<Bag> {
    const { outs } = await partly(this.#handler(token).update(id, overTheWire(outputs), overTheWire(inputs)));
    return overTheWire({ ...outs, __provider: inputs.__provider });
  }

  /** Undefined: gone. */
  async read(
    token: string,
    id: string,
    outputs: Bag,
  ): Promise<{ id: string; outputs: Bag; inputs?: Bag } | undefined> {
    const seen = await this.#handler(token).read(id, overTheWire(outputs));
    if (seen.id === undefined || seen.id === "") return undefined;
    const line = { __provider: outputs.__provider };
    return {
      id: seen.id,
      outputs: overTheWire({ ...seen.props, ...line }),
      ...(seen.inputs ? { inputs: overTheWire({ ...seen.inputs, ...line }) } : {}),
    };
  }

  async delete(token: string, id: string, outputs: Bag): Promise<void> {
    await this.#handler(token).delete(id, overTheWire(outputs));
  }

  #handler(token: string): Handler {
    const known = this.#handlers.get(token) ?? this.watch(handlerFor(kindOf(token), () => this.session));
    this.#handlers.set(token, known);
    return known;
  }
}

const line = (token: string) => `exports.handler = () => require("pulumi-openai/dynamic").handlers.${token};`;

async function partly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || !("reasons" in error)) throw error;
    const { id, properties, reasons } = error as Error & {
      id?: unknown;
      properties?: unknown;
      reasons: unknown;
    };
    if (typeof id !== "string" || !isObject(properties) || !Array.isArray(reasons)) throw error;
    throw new InitFailed(error.message, id, overTheWire(properties), reasons.map(String));
  }
}

function changedNames(olds: Bag, news: Bag): string[] {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names].filter(
    (name) => JSON.stringify(sorted(olds[name])) !== JSON.stringify(sorted(news[name])),
  );
}

/** Assets are compared by their hash alone. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value ?? null;
  if (typeof value.hash === "string") return value.hash;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
