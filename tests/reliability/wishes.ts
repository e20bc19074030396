import type { Declaration } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import { type Home, sampleArgs } from "../support/fixtures";
import type { Workshop } from "../support/workshop";

/** People of the organization beside those who are there from the start, so that each link can be another's. */
export function addUsers(place: Workshop, count: number): string[] {
  const state = place.emulator.state();
  const ids = Array.from({ length: count }, (_, index) => `user-r${index}`);
  for (const [index, id] of ids.entries()) {
    state.tables.users.push({
      id,
      seq: 2_000_000 + index,
      organization_id: "org-emulator",
      name: `Person ${index}`,
      email: `r${index}@example.com`,
      role: "reader",
      added_at: 1_700_000_000,
    });
  }
  place.emulator.restore(state);
  return ids;
}

/** Arguments of one more object of a kind, unlike all others of its kind: another name, or other ends of the link. */
export async function anotherWish(
  place: Workshop,
  declaration: Declaration,
  home: Home,
  nth: number,
  users: readonly string[],
): Promise<Properties> {
  const args = await sampleArgs(place, declaration, home);
  const user = users[nth];
  if ("userId" in args && user !== undefined) args.userId = user;
  if (declaration.kind === "edge") return args;
  const name = ["name", "filename"].find((candidate) => typeof args[candidate] === "string");
  if (name !== undefined) args[name] = `${nth}-${String(args[name])}`;
  else args.metadata = { nth: String(nth) };
  return args;
}
