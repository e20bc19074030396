import type { AssignmentSources } from "../behaviour/assignment-sources";
import type { Deliveries } from "../behaviour/deliveries";
import type { Lag } from "../behaviour/lag";
import type { Sunset, Sunsets } from "../behaviour/sunsets";
import type { Transitions } from "../behaviour/transitions";
import type { ProjectRow } from "../state/identity";
import type { Store } from "../state/store";
import type { PageRule } from "./pages";

type Method = "GET" | "POST" | "DELETE";

/** Who calls: an admin key acts for an organization, a project key for one project of it. */
export type Caller =
  | { kind: "admin"; organizationId: string; userId: string }
  | { kind: "project"; organizationId: string; projectId: string };

export interface World {
  readonly store: Store;
  /** Unix seconds by the emulator's clock. */
  now(): number;
  readonly transitions: Transitions;
  readonly lag: Lag;
  readonly sunsets: Sunsets;
  readonly assignmentSources: AssignmentSources;
  readonly deliveries: Deliveries;
}

export interface Call<Body, Query> {
  readonly world: World;
  readonly caller: Caller;
  readonly body: Body;
  readonly query: Query;
  /** A parameter of the path. */
  param(name: string): string;
  /** The project of the path, or of the key on the data plane: it exists and belongs to the caller. */
  project(): ProjectRow;
}

/** Facts about one operation; the handler only holds what is particular to it. */
export interface RouteFacts {
  method: Method;
  /** The OpenAPI template without `/v1`. */
  route: string;
  credential: "admin" | "project";
  /** The value that `OpenAI-Beta` must contain. */
  beta?: string;
  page?: PageRule;
  /** Most operations below a project refuse once it is archived; these few do not. */
  archivedToo?: boolean;
  /** Stem of the scope that a restricted project key needs, as `api.files` of `api.files.read`. */
  scope?: string;
  /** After it there is no such URL. */
  goneAfter?: Sunset;
  /** After it the operation is refused, whatever the request says. */
  closedAfter?: Sunset;
}

export interface Route extends RouteFacts {
  handle(call: Call<unknown, unknown>): unknown;
}

/** Body and query have been validated against the operation's schemas when the handler sees them. */
export function route<Body = Record<string, never>, Query = Record<string, never>>(
  facts: RouteFacts,
  handle: (call: Call<Body, Query>) => unknown,
): Route {
  return { ...facts, handle: (call) => handle(call as Call<Body, Query>) };
}
