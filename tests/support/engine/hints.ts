import { identityFacts } from "../../../provider/emit/identity-facts";
import { catalog } from "../../../provider/resources/catalog";
import { type LastState, lastStateOf, type Entry as Told } from "../../../sdk/dynamic/entries";
import { type Facts, factsOf, introduce, keyOf, keysOf, partsOf, spelled } from "../../../sdk/dynamic/facts";
import { type Declared, formerUrnsOf, type Program, urnOf } from "./program";
import type { Entry } from "./state";
import { type Bag, unknown } from "./wire";

// What the generated classes do when they are loaded, without loading Pulumi with them.
for (const declaration of catalog) {
  const props = Object.entries(declaration.props);
  const named = props.find(([, { options }]) => options.named)?.[0];
  introduce({
    token: declaration.token,
    outputs: [],
    secrets: props.filter(([, { options }]) => options.secret).map(([name]) => name),
    // The generator writes them as text, and the compiler checks them there.
    ...(identityFacts(declaration) as Pick<Facts, "id">),
    ...(named === undefined ? {} : { named }),
  });
}

/** What the classes on the program's side tell the provider in one run: `sdk/dynamic/hint.ts`, without its promises. */
export class Hints {
  readonly #state: LastState;
  readonly #claims = new Map<string, Declared>();
  /** By URN, the resources of the program that have it or had it. */
  readonly #wanting = new Map<string, Declared[]>();

  constructor(program: Program, entries: readonly Entry[]) {
    this.#state = lastStateOf(entries.map((entry) => ({ ...entry, type: entry.token })));
    for (const declared of program) {
      for (const urn of [urnOf(declared), ...formerUrnsOf(declared)])
        this.#wanting.set(urn, [...(this.#wanting.get(urn) ?? []), declared]);
    }
  }

  hintFor(declared: Declared, args: Bag): Bag {
    const facts = factsOf(declared.token);
    if (!facts) throw new Error(`no kind ${declared.token}`);
    const { adopt } = declared;
    const known = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== unknown));
    const own = [urnOf(declared), ...formerUrnsOf(declared)].flatMap(
      (urn) => this.#state.byUrn(urn) ?? [],
    )[0];
    const parts = facts.kind === undefined ? partsOf(facts, adopt) : known;
    const keys = parts ? keysOf(facts, parts) : [];
    const holders = keys.flatMap((key) => [...this.#state.having(key)]);
    const twin = this.#claim(this.#claimed(facts, args, known, keys, holders), declared);
    const beside = own?.keys.flatMap((key) => [...this.#state.having(key)]) ?? [];
    const alike = adopt === true ? this.#state.ofKind(declared.token) : [];
    return {
      name: declared.name,
      ...(twin ? { twin: twin.name } : {}),
      ...(twin && twin.token !== declared.token ? { twinKind: twin.token } : {}),
      held: [...new Set([...(own ? [own] : []), ...holders, ...beside, ...alike])].map((entry) =>
        this.#holder(entry, entry === own, declared),
      ),
    };
  }

  #holder(entry: Told, isOwn: boolean, declared: Declared): Bag {
    const { name, id, lease, restoreTo, untold, left, instead } = entry;
    const isAdopted = !isOwn && declared.adopt;
    const lives = isAdopted ? this.#state.livingIn(entry, 5) : [];
    const secret = isAdopted ? entry.secret : undefined;
    const wanted = this.#wanting.get(entry.urn)?.some((other) => other !== declared) ?? false;
    const own = isOwn ? { instead } : {};
    const told = { lease, restoreTo, untold, left, secret, ...own, ...(lives.length > 0 ? { lives } : {}) };
    return {
      ...{ name, id, own: isOwn, wanted: !isOwn && !left && wanted },
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
    };
  }

  /** What no other resource of the program may name as well: the state knows both spellings of what one names. */
  #claimed(facts: Facts, args: Bag, known: Bag, keys: string[], holders: Told[]): string[] {
    const objects = [...new Set([...keys, ...holders.flatMap((entry) => entry.keys)])];
    if (facts.kind === "existing") {
      const managed = (facts.fields ?? []).filter((name) => args[name] !== undefined);
      return objects.flatMap((key) => managed.map((field) => `${key} ${field}`));
    }
    const values = { ...partsOf(facts, holders[0]?.id), ...known };
    return keys.length > 0 ? [...objects, ...alsoNamed(facts, values)] : objects;
  }

  #claim(keys: string[], by: Declared): Declared | undefined {
    const other = keys.map((key) => this.#claims.get(key)).find((one) => one && one !== by);
    for (const key of keys) if (!this.#claims.has(key)) this.#claims.set(key, by);
    return other;
  }
}

function alsoNamed(facts: Facts, values: Bag): string[] {
  return (facts.also ?? []).flatMap((template) => {
    const parts = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) =>
      spelled(facts, name, values[name]),
    );
    if (parts.includes(undefined)) return [];
    const [token = "", id = ""] = template.replace(/\{\w+\}/g, () => parts.shift() ?? "").split(" ");
    return [keyOf(token, id)];
  });
}
