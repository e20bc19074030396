import type { Properties } from "../../provider/kernel/values";
import { differences, requirement } from "./differences";
import { type Field, type Form, sorted } from "./form";
import type { SentBody } from "./ours";
import type { Operation, Testimony } from "./testimony";

/** What differs between a body that we send and the one that the witness takes. */
export function bodyDifferences(
  testimony: Testimony,
  sent: SentBody,
  operation: Operation,
  occasion: "create" | "update" | "own call",
  /** The bodies that an update can consist of. */
  alone: Properties[] = [],
): string[] {
  const taken = operation.body?.fields ?? {};
  const scope = { limits: testimony.statesLimits, required: true, nullIsAbsent: false };
  return sorted([...sent.keys(), ...Object.keys(taken)]).flatMap((wire) => {
    const here = sent.get(wire);
    const there = taken[wire];
    if (!here) return [missingHere(wire, there)];
    if (!there) return [`"${wire}" is unknown there`];
    return [
      ...(occasion === "create" ? requirement(wire, here.always, there.required) : []),
      ...(alone.some((body) => there.required && !(wire in body))
        ? [`"${wire}" is required there and only sent when it changes here`]
        : []),
      ...(here.clearedByNull && !takesNull(there.form)
        ? [`"${wire}" is cleared by null here and takes none there`]
        : []),
      ...differences(wire, here.form, there.form, scope),
    ];
  });
}

function missingHere(wire: string, there: Field | undefined): string {
  return `"${wire}" is ${there?.required ? "required there and " : ""}unknown here`;
}

function takesNull(form: Form): boolean {
  return form.nullable === true || (form.kinds.length === 0 && form.nullable !== false);
}
