import type { Declaration } from "../../kernel/declaration";

/** Whether only some replies carry a secret of the object. */
export function holdsSecret(declaration: Declaration): boolean {
  return Object.values(declaration.props).some(({ word }) => word === "once");
}

/** The path below the item that gives a fresh secret, and the argument that asks for it. */
export function rotationOf(declaration: Declaration): { below: string; name: string } | undefined {
  for (const [name, { options }] of Object.entries(declaration.props)) {
    if (typeof options.via === "object" && options.via.renews !== undefined)
      return { below: options.via.post, name };
  }
  return undefined;
}

/** Whether an object whose secret is lost is useless: nothing gives it a fresh one. */
export function isRevoked(declaration: Declaration): boolean {
  return holdsSecret(declaration) && rotationOf(declaration) === undefined;
}
