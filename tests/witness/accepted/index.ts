import type { Accepted } from "./accept";
import { administration } from "./administration";
import { dataPlane } from "./data-plane";
import { limits } from "./limits";
import { memberships } from "./memberships";

/** Every disagreement between a declaration and a witness that is meant to be. */
export const accepted: readonly Accepted[] = [...administration, ...memberships, ...dataPlane, ...limits];
