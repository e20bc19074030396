import { canonical } from "../../../provider/kernel/canonical";
import { type Declaration, namesIn } from "../../../provider/kernel/declaration";
import { isAbsent, isObject, type Properties, type Value } from "../../../provider/kernel/values";
import { kindOf } from "../../kernel/facts";
import { type Declared, formerUrnsOf, type Program, urnOf } from "./program";
import type { Entry } from "./state";
import { type Bag, unknown } from "./wire";

/** What the classes on the program's side tell the provider: see `provider/lifecycle/hint.ts`. */
interface Hint extends Bag {
  name: string;
  twin?: string;
  held: Bag[];
}

interface Candidate {
  declared: Declared;
  args: Bag;
}

/** The hint for one resource, from the last state and what the program has registered so far. */
export function hintFor(
  it: Candidate,
  earlier: readonly Candidate[],
  program: Program,
  state: readonly Entry[],
): Hint {
  const { declared } = it;
  const declaration = kindOf(declared.token);
  const own = [urnOf(declared), ...formerUrnsOf(declared)];
  const wanted = new Set(program.flatMap((other) => [urnOf(other), ...formerUrnsOf(other)]));
  const kin = state.filter(({ token }) => token === declared.token);
  const holders = kin.filter((entry) => own.includes(entry.urn) || holds(declaration, entry, it));
  const twin = earlier.find(
    (other) => other.declared.token === declared.token && isTwin(declaration, other, it),
  );
  return {
    name: declared.name,
    ...(twin ? { twin: twin.declared.name } : {}),
    held: holders.map((entry) => ({
      name: entry.name,
      id: entry.id,
      own: own.includes(entry.urn),
      wanted: wanted.has(entry.urn),
      ...facts(declaration, entry),
      ...(declared.adopt ? { lives: livingIn(declaration, entry, state) } : {}),
    })),
  };
}

function facts({ props }: Declaration, { outputs }: Entry): Bag {
  const { lease, set } = isObject(outputs.__openai) ? outputs.__openai : {};
  const untold = Object.entries(outputs).filter(([name]) => props[name]?.options.echoed === false);
  return {
    ...(typeof lease === "string" ? { lease } : {}),
    ...(Array.isArray(set) ? { set } : {}),
    ...(isObject(outputs.restoreTo) ? { restoreTo: outputs.restoreTo } : {}),
    ...(untold.length > 0 ? { untold: Object.fromEntries(untold) } : {}),
  };
}

/** Whether the object of an entry is the one that the arguments name. */
function holds(declaration: Declaration, { id, outputs }: Entry, { declared, args }: Candidate): boolean {
  if (typeof declared.adopt === "string") return declared.adopt === id;
  if (declared.adopt === true) return true;
  return namesObject(declaration) && sameEnds(declaration, args, outputs as Properties);
}

function isTwin(declaration: Declaration, one: Candidate, other: Candidate): boolean {
  const { adopt } = one.declared;
  if (typeof adopt === "string" && adopt === other.declared.adopt) return true;
  if (!namesObject(declaration) || !sameEnds(declaration, one.args, other.args as Properties)) return false;
  if (declaration.kind === "edge") return true;
  const managed = Object.entries(declaration.props).filter(([, { word }]) => word === "mutable");
  return managed.some(([name]) => !isAbsent(one.args[name] as Value) && !isAbsent(other.args[name] as Value));
}

const namesObject = ({ kind }: Declaration): boolean => kind === "edge" || kind === "existing";

function sameEnds(declaration: Declaration, args: Bag, known: Properties): boolean {
  const pairs = declaration.either.map((pair): readonly string[] => pair);
  const singles = namesIn(declaration.id).filter((name) => !pairs.some((pair) => pair.includes(name)));
  return [...singles.map((name) => [name]), ...pairs].every((names) =>
    names.some((name) => {
      const property = declaration.props[name];
      const said = args[name] as Value;
      if (!property || isAbsent(said) || said === unknown || isAbsent(known[name])) return false;
      return JSON.stringify(canonical(property, said)) === JSON.stringify(canonical(property, known[name]));
    }),
  );
}

/** Names of what would be lost from the stack with the object. */
function livingIn(declaration: Declaration, { token, outputs }: Entry, state: readonly Entry[]): string[] {
  const name = namesIn(declaration.id).at(-1) ?? "";
  const inside = state.filter((entry) => entry.token !== token && entry.outputs[name] === outputs[name]);
  return isAbsent(outputs[name] as Value) ? [] : inside.map((entry) => entry.name);
}
