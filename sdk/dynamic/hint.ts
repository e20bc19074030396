import * as pulumi from "@pulumi/pulumi";
import type { Entry, LastState } from "./entries";
import { type Facts, keyOf, keysOf, partsOf, spelled } from "./facts";
import { Place } from "./place";
import { type Declared, presentRun, type Run } from "./run";
import { type Settled, settle } from "./settle";

/** What the provider is told beside the arguments, for it sees neither names nor other resources. It keeps none of it. */
export interface Hint {
  /** The resource's logical name. */
  name: string;
  /** Another resource of the program that names the same object, and its kind where that is another one. */
  twin?: string;
  twinKind?: string;
  /** What the last state says of the object; absent where it could not be read. */
  held?: Holder[];
}

/** A resource of the last state that is this one, or has the object that this one's arguments name. */
interface Holder {
  name: string;
  id: string;
  lease?: string;
  /** It is this very resource. */
  own: boolean;
  /** Another resource of the program is the one that has it. */
  wanted: boolean;
  restoreTo?: Record<string, string | number | boolean>;
  untold?: Record<string, string | number | boolean>;
  /** Of this very resource: what may be given in the stead of parts of its id. */
  instead?: Record<string, string | number | boolean>;
  /** Where it would be adopted: the state holds a secret of it that no answer will carry again. */
  secret?: boolean;
  /** It had the object before it was replaced; whether the engine has ended that since cannot be told. */
  left?: boolean;
  /** Where it would be adopted: logical names of what lives in it. */
  lives?: string[];
}

type Args = Record<string, Settled | undefined>;

const mostHolders = 1_000;
const mostLiving = 5;

export interface Telling {
  /** The value of the hidden argument. A promise, so that nothing comes to depend on anything by it. */
  hint: Promise<unknown>;
  /** To be called with the resource once it is there. */
  declared(resource: pulumi.Resource): void;
}

/** Undefined without an engine: in unit tests the resource gets the arguments of the program and no others. */
export function tell(facts: Facts, type: string, name: string, inputs: pulumi.Inputs): Telling | undefined {
  const run = presentRun();
  if (!run) return undefined;
  let declared: Telling["declared"] = () => {};
  const self = new Promise<Declared>((resolve) => {
    declared = (resource) => {
      const one = { token: facts.token, name, place: new Place(resource, type, name) };
      run.declare(one);
      resolve(one);
    };
  });
  // Whatever goes wrong here, the resource goes its way.
  const hint = self.then((one) => hintFor(run, facts, one, inputs)).catch(() => undefined);
  return { hint, declared };
}

async function hintFor(run: Run, facts: Facts, self: Declared, inputs: pulumi.Inputs): Promise<unknown> {
  const [state, args, urns] = await Promise.all([
    run.lastState,
    settled(inputs, namesAsked(facts)),
    self.place.urns(),
  ]);
  const adopts = args.adopt?.value === true || typeof args.adopt?.value === "string";
  const own = state && ownEntry(state, facts, self, urns);
  const keys = keysNamed(facts, args);
  const holders = keys.flatMap((key) => state?.having(key) ?? []);
  const twin = run.claim(claims(facts, args, keys, holders), self);
  const hint: Hint = { name: self.name };
  if (twin) hint.twin = twin.name;
  if (twin && twin.token !== facts.token) hint.twinKind = twin.token;
  // After a run that was cut off, another resource may have been given what this one has.
  const beside = own?.keys.flatMap((key) => state?.having(key) ?? []) ?? [];
  const listed = new Set([...(own ? [own] : []), ...holders, ...beside]);
  if (state) {
    for (const entry of alike(state, facts, args, own)) listed.add(entry);
    hint.held = [...listed].map((entry) => holder(entry, entry === own));
  }
  const isSecret =
    Object.values(args).some((arg) => arg?.isSecret) || [...listed].some((one) => one.isSecret);
  return isSecret ? pulumi.secret(hint) : hint;

  function holder(entry: Entry, isOwn: boolean): Holder {
    const { name, id, lease, restoreTo, untold, left, secret, instead } = entry;
    const lives = state && !isOwn && adopts ? state.livingIn(entry, mostLiving) : [];
    return {
      name,
      id,
      ...(lease === undefined ? {} : { lease }),
      own: isOwn,
      wanted: !isOwn && !left && run.wants(entry, self),
      ...(restoreTo ? { restoreTo } : {}),
      ...(untold ? { untold } : {}),
      ...(left ? { left } : {}),
      ...(isOwn && instead ? { instead } : {}),
      ...(secret && !isOwn && adopts ? { secret } : {}),
      ...(lives.length > 0 ? { lives } : {}),
    };
  }
}

function ownEntry(state: LastState, { token }: Facts, self: Declared, urns: string[]): Entry | undefined {
  for (const urn of urns) {
    const entry = state.byUrn(urn);
    if (entry?.token === token) return entry;
  }
  return state.named(token, self.name).find((entry) => self.place.isOf(entry));
}

/** The arguments that say which object is meant, and what else it is. */
function namesAsked({ kind, id, instead = {}, fields = [], also = [], named }: Facts): string[] {
  const own = kind === undefined ? [named ?? ""] : [...id, ...Object.values(instead), ...fields];
  const inTemplates = also.flatMap((template) => [...template.matchAll(braced)].map(([, name = ""]) => name));
  return ["adopt", ...own, ...inTemplates];
}

async function settled(inputs: pulumi.Inputs, names: string[]): Promise<Args> {
  const given = names.filter((name) => inputs[name] !== undefined);
  return Object.fromEntries(await Promise.all(given.map(async (name) => [name, await settle(inputs[name])])));
}

/** The keys of the object that the arguments name: a link or row by its ends, another one by the id to adopt. */
function keysNamed(facts: Facts, args: Args): string[] {
  const parts = facts.kind === undefined ? partsOf(facts, args.adopt?.value) : valuesOf(args);
  return parts ? keysOf(facts, parts) : [];
}

/** What no other resource of the program may name as well. */
function claims(facts: Facts, args: Args, keys: string[], holders: Entry[]): string[] {
  // The state knows both spellings of what the program names by one.
  const objects = [...new Set([...keys, ...holders.flatMap((entry) => entry.keys)])];
  if (facts.kind === "existing") {
    const managed = (facts.fields ?? []).filter((name) => !isAbsent(args[name]));
    return objects.flatMap((key) => managed.map((field) => `${key} ${field}`));
  }
  const values = { ...partsOf(facts, holders[0]?.id), ...valuesOf(args) };
  return [...objects, ...(keys.length > 0 ? alsoNamed(facts, values) : [])];
}

const braced = /\{(\w+)\}/g;

/** The keys of what else the object is, as far as its parts are known. */
function alsoNamed(facts: Facts, values: Record<string, unknown>): string[] {
  return (facts.also ?? []).flatMap((template) => {
    let isWhole = true;
    const text = template.replace(braced, (_, name: string) => {
      const value = spelled(facts, name, values[name]);
      if (value === undefined) isWhole = false;
      return value ?? "";
    });
    const [token = "", id = ""] = text.split(" ");
    return isWhole ? [keyOf(token, id)] : [];
  });
}

/** With `adopt: true`, what may look like the object. A resource that is there already is looked for by its name only. */
function alike(state: LastState, { token }: Facts, args: Args, own: Entry | undefined): readonly Entry[] {
  if (args.adopt?.value !== true) return [];
  const titles = valuesOf(args);
  const all = state.ofKind(token);
  const some =
    own?.title === undefined ? all : all.filter(({ title }) => Object.values(titles).includes(title));
  return some.slice(0, mostHolders);
}

function valuesOf(args: Args): Record<string, unknown> {
  const known = Object.entries(args).filter(([, arg]) => arg?.isKnown);
  return Object.fromEntries(known.map(([name, arg]) => [name, arg?.value]));
}

function isAbsent(arg: Settled | undefined): boolean {
  return arg === undefined || (arg.isKnown && (arg.value === undefined || arg.value === null));
}
