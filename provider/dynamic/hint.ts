import { isObject, type Properties, type Value } from "../kernel/values";
import type { FormerHolder, Hint } from "../lifecycle/session/hint";

/** The hint as it arrives; undefined where the program's side gave none, or where it is not known yet. */
export function readHint(value: Value): Hint | undefined {
  if (!isObject(value) || typeof value.name !== "string") return undefined;
  const held = Array.isArray(value.held) ? value.held.filter(isObject).flatMap(formerHolder) : [];
  return {
    name: value.name,
    ...(typeof value.twin === "string" ? { twin: value.twin } : {}),
    ...(typeof value.twinKind === "string" ? { twinKind: value.twinKind } : {}),
    held,
  };
}

function formerHolder({
  name,
  id,
  lease,
  own,
  wanted,
  restoreTo,
  untold,
  left,
  instead,
  secret,
  lives,
}: Properties): FormerHolder[] {
  if (typeof name !== "string" || typeof id !== "string") return [];
  return [
    {
      name,
      id,
      own: own === true,
      wanted: wanted === true,
      ...(typeof lease === "string" ? { lease } : {}),
      ...(isObject(restoreTo) ? { restoreTo } : {}),
      ...(isObject(untold) ? { untold } : {}),
      ...(left === true ? { left } : {}),
      ...(isObject(instead) ? { instead } : {}),
      ...(secret === true ? { secret } : {}),
      ...(Array.isArray(lives) ? { lives: lives.filter((one) => typeof one === "string") } : {}),
    },
  ];
}
