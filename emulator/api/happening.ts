import type { World } from "./route";

/**
 * What somebody does outside of the API, such as accepting an invitation: no call makes it happen, a test does. A route
 * file brings those of its kind.
 */
export interface Happening {
  /** As in `invite.accepted`. */
  readonly name: string;
  /** To the object of this id. Throws a TypeError where it cannot happen. */
  happen(world: World, id: string): void;
}
