import type { Declaration } from "../../provider/kernel/declaration";
import { kindOf, kindsThat } from "../kernel/facts";
import { argsOf } from "../lifecycle/house";
import type { Bag } from "../support/small-engine";
import type { Workshop } from "../support/workshop";

/** Kinds whose objects are named by arguments: the new resource and the old one can mean the same. */
export const sharedKinds = kindsThat(({ kind }) => kind === "edge" || kind === "existing");

export const linkKinds = kindsThat(({ kind }) => kind === "edge");

const foremost = ["GroupUser", "ProjectUser", "ProjectUserRoleAssignment", "ProjectRateLimit"].map(kindOf);

/** How many seeds each of the ways through a row gets: together 100 for the foremost kinds, each 100 in `make soak`. */
export function seedsOf(declaration: Declaration, ways = 1): number {
  if (process.env.SOAK) return 100;
  return foremost.includes(declaration) ? Math.ceil(100 / ways) : 2;
}

/** Arguments of one object, whose ends are no resources of the stack. */
export const oneOf = (place: Workshop, declaration: Declaration): Promise<Bag> => argsOf(place, declaration);

/** Arguments of three objects that differ in one end alone. */
export async function threeOf(place: Workshop, declaration: Declaration): Promise<[Bag, Bag, Bag]> {
  const first = await oneOf(place, declaration);
  const end = ["userId", "fileId", "groupId", "model"].find((name) => name in first) ?? "";
  const values =
    end === "userId"
      ? ["user-alice", "user-bob", "user-carol"]
      : end === "model"
        ? ["gpt-4o", "gpt-5-mini", "gpt-5.1"]
        : [first[end], (await oneOf(place, declaration))[end], (await oneOf(place, declaration))[end]];
  const [a, b, c] = values.map((value) => ({ ...first, [end]: value }));
  if (!a || !b || !c) throw new Error("not three");
  return [a, b, c];
}
