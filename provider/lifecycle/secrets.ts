import type { Declaration } from "../kernel/declaration";

/** Whether only some replies carry a secret of the object. */
export function holdsSecret(declaration: Declaration): boolean {
  return Object.values(declaration.props).some(({ word }) => word === "once");
}

/** Path below the item that gives a fresh secret. */
export function rotationOf(declaration: Declaration): string | undefined {
  for (const { options } of Object.values(declaration.props)) {
    if (typeof options.via === "object") return options.via.post;
  }
  return undefined;
}

/** Whether an object whose secret is lost is useless: nothing gives it a fresh one. */
export function isRevoked(declaration: Declaration): boolean {
  return holdsSecret(declaration) && rotationOf(declaration) === undefined;
}
