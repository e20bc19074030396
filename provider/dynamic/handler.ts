import { isOpenAIError } from "../api/errors";
import { check } from "../kernel/check";
import type { Declaration } from "../kernel/declaration";
import { diff } from "../kernel/diff";
import { exampleId } from "../kernel/identity";
import { UsageError } from "../kernel/usage-error";
import { type Properties, same, unknownValue, type Value } from "../kernel/values";
import { create } from "../lifecycle/create";
import { end } from "../lifecycle/end";
import { read } from "../lifecycle/read";
import { PartialSuccess } from "../lifecycle/saved";
import type { Session } from "../lifecycle/session";
import { update } from "../lifecycle/update";
import { type ConfigureRequest, configure, runningSession } from "./running";
import { adoptName, apiKeyName, providerName, readArguments, readState, writeState } from "./state";
import { propertiesFromEngine, toEngine } from "./translate";

type Bag = Record<string, unknown>;

/** What Pulumi's dynamic provider calls, for one kind of resource. */
export interface Handler {
  configure(request: ConfigureRequest): void;
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Bag,
    news: Bag,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, outputs: Bag): Promise<{ id?: string; props?: Bag; inputs?: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, outputs: Bag): Promise<void>;
}

const mostHeld = 100_000;

export function handlerFor(declaration: Declaration, session: () => Session = runningSession): Handler {
  /** What the state holds, as far as the engine has asked about it: it must not be adopted a second time. */
  const held = new Set<string>();
  const hold = (id: string) => held.size < mostHeld && held.add(id);
  return {
    configure,

    check: (olds, news) =>
      plainly(async () => {
        const { args, apiKey, adopt } = readArguments(propertiesFromEngine(news));
        const before = readArguments(propertiesFromEngine(olds)).args;
        const failures = check(declaration, args, before, ownNames(declaration));
        failures.push(...checkApiKey(declaration, apiKey), ...checkAdopt(declaration, adopt));
        return { inputs: toEngine({ ...args, [apiKeyName]: apiKey, [adoptName]: adopt }), failures };
      }),

    diff: (id, olds, news) =>
      plainly(async () => {
        hold(id);
        const state = readState(id, propertiesFromEngine(olds));
        const { args, apiKey } = readArguments(propertiesFromEngine(news));
        const { changes, replaces, deleteBeforeReplace } = diff(
          declaration,
          state.said(args),
          args,
          state.saved.live,
        );
        // A state that another way in has written gets our line of code by an update without a call.
        const callless = !same(state.apiKey, apiKey) || state.provider === undefined;
        return { changes: changes.size > 0 || callless, replaces, deleteBeforeReplace };
      }),

    create: (inputs) =>
      plainly(async () => {
        const { args, apiKey, adopt, provider } = readArguments(propertiesFromEngine(inputs));
        const adopting = typeof adopt === "string" || adopt === true ? adopt : undefined;
        const saved = await keepPartial(args, apiKey, provider, () => {
          const running = session();
          for (const id of held) running.creates.hold(declaration, id);
          return create(running, declaration, args, known(apiKey), adopting);
        });
        return { id: saved.id, outs: toEngine(writeState(saved, args, apiKey)) };
      }),

    read: (id, outputs) =>
      plainly(async () => {
        const { saved, said, apiKey } = readState(id, propertiesFromEngine(outputs));
        const seen = await read(session(), declaration, saved, said(saved.live), apiKey);
        if (!seen) return { id: "" };
        const inputs: Properties = { ...seen.args, [apiKeyName]: apiKey };
        return { id, props: toEngine(writeState(seen, seen.args, apiKey)), inputs: toEngine(inputs) };
      }),

    update: (id, olds, news) =>
      plainly(async () => {
        const state = readState(id, propertiesFromEngine(olds));
        const { args, apiKey, provider } = readArguments(propertiesFromEngine(news));
        const saved = await keepPartial(args, apiKey, provider, () =>
          update(session(), declaration, state.saved, state.said(args), args, known(apiKey)),
        );
        return { outs: toEngine(writeState(saved, args, apiKey)) };
      }),

    delete: (id, outputs) =>
      plainly(async () => {
        const { saved, apiKey } = readState(id, propertiesFromEngine(outputs));
        await end(session(), declaration, saved, apiKey);
        held.delete(id);
      }),
  };
}

function ownNames(declaration: Declaration): string[] {
  const adoptable = declaration.kind === "existing" ? [] : [adoptName];
  return declaration.credential === "project" ? [apiKeyName, ...adoptable] : adoptable;
}

function known(apiKey: Value): string | undefined {
  return typeof apiKey === "string" ? apiKey : undefined;
}

function checkApiKey(declaration: Declaration, apiKey: Value): { property: string; reason: string }[] {
  if (apiKey === undefined || apiKey === unknownValue) return [];
  // The property is not named: the engine would print its value, which is a key.
  if (declaration.credential === "admin") {
    return [
      {
        property: "",
        reason: `apiKey: ${declaration.token} is managed with the admin key and takes no key of its own`,
      },
    ];
  }
  return typeof apiKey === "string" && apiKey !== ""
    ? []
    : [{ property: "", reason: "apiKey: expected a key" }];
}

function checkAdopt(declaration: Declaration, adopt: Value): { property: string; reason: string }[] {
  if (adopt === undefined || adopt === unknownValue) return [];
  if (declaration.kind === "existing") {
    return [
      { property: adoptName, reason: `${declaration.token} is there without us: it is always taken over` },
    ];
  }
  return typeof adopt === "boolean" || (typeof adopt === "string" && adopt !== "")
    ? []
    : [{ property: adoptName, reason: `must be true, or an id such as ${exampleId(declaration)}` }];
}

/** An object that exists but is not finished is handed to the engine with its id, in the form that it understands. */
async function keepPartial<T>(
  said: Properties,
  apiKey: Value,
  provider: Value,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PartialSuccess)) throw error;
    const { saved } = error;
    const done: Properties = {};
    for (const name of Object.keys(said)) done[name] = saved.live[name];
    const properties = toEngine({ ...writeState(saved, done, apiKey), [providerName]: provider });
    throw Object.assign(new Error(error.message), { id: saved.id, reasons: [error.message], properties });
  }
}

/**
 * Pulumi shows a failed call's message with its resource, and for some calls prints the whole error once more, as
 * text and stack. Of that second time only a hint is left.
 */
async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      error instanceof Error &&
      (isOpenAIError(error) || error instanceof UsageError || "reasons" in error)
    ) {
      error.stack = "";
      error.toString = () => "openai: the message stands with its resource";
    }
    throw error;
  }
}
