import { z } from "zod";

type When = "before" | "after";

export type FaultAction =
  /** Nothing happens, and the connection is cut. */
  | { type: "reset-before" }
  /** It happens, and the connection is cut. */
  | { type: "reset-after" }
  /** This answer instead, before it happens (default) or after. Without a body: the API's error form. */
  | { type: "status"; status: number; headers?: Record<string, string>; body?: unknown; when?: When }
  /** Waits before it happens (default) or after. */
  | { type: "delay"; ms: number; when?: When }
  /** It happens, and half of the JSON arrives. */
  | { type: "truncate" }
  /** A 200 with an HTML page, after it happens (default) or before. */
  | { type: "garbage"; when?: When }
  /** It happens, and the body arrives in pieces over this time. */
  | { type: "slow"; ms: number };

export interface Fault {
  /** Which requests are hit: of those with this method and route, counted from now, the nth and times - 1 more. */
  match?: {
    method?: "GET" | "POST" | "DELETE";
    /** The OpenAPI template without `/v1`. */
    route?: string;
    nth?: number;
    times?: number;
  };
  action: FaultAction;
}

const when = z.enum(["before", "after"]).optional();
const ms = z.int().min(0).max(3_600_000);

// Strict at every level: a misspelt field would otherwise be a fault that silently never happens.
const faultSchema: z.ZodType<Fault> = z.strictObject({
  match: z
    .strictObject({
      method: z.enum(["GET", "POST", "DELETE"]).optional(),
      route: z.string().optional(),
      nth: z.int().min(1).optional(),
      times: z.int().min(1).optional(),
    })
    .optional(),
  action: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("reset-before") }),
    z.strictObject({ type: z.literal("reset-after") }),
    z.strictObject({
      type: z.literal("status"),
      status: z.int().min(200).max(599),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      when,
    }),
    z.strictObject({ type: z.literal("delay"), ms, when }),
    z.strictObject({ type: z.literal("truncate") }),
    z.strictObject({ type: z.literal("garbage"), when }),
    z.strictObject({ type: z.literal("slow"), ms }),
  ]),
});

interface Installed {
  id: string;
  match: NonNullable<Fault["match"]>;
  action: FaultAction;
  /** Matching requests since the installation. */
  seen: number;
}

export class Faults {
  readonly #routes: ReadonlySet<string>;
  #installed: Installed[] = [];
  #count = 0;

  constructor(routes: ReadonlySet<string>) {
    this.#routes = routes;
  }

  /** Installs a fault, or throws with the reason why it cannot be one. */
  install(value: unknown): string {
    const parsed = faultSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    const { match = {}, action: wanted } = parsed.data;
    if (match.route !== undefined && !this.#routes.has(match.route)) {
      throw new TypeError(
        `no route '${match.route}'; write the template without /v1, as /organization/projects/{project_id}`,
      );
    }
    this.#count += 1;
    const id = `fault-${this.#count}`;
    this.#installed.push({ id, match, action: wanted, seen: 0 });
    return id;
  }

  clear(): void {
    this.#installed = [];
  }

  /** Counts this request with every fault that it matches and returns the actions that are due now. */
  due(method: string, route: string): FaultAction[] {
    const actions: FaultAction[] = [];
    for (const fault of this.#installed) {
      const { nth = 1, times = 1 } = fault.match;
      if (fault.match.method !== undefined && fault.match.method !== method) continue;
      if (fault.match.route !== undefined && fault.match.route !== route) continue;
      fault.seen += 1;
      if (fault.seen >= nth && fault.seen < nth + times) actions.push(fault.action);
    }
    return actions;
  }
}

/** The connection ends without an answer. Over sockets the server destroys the socket when it sees this. */
export class ConnectionCut extends Error {
  readonly code = "ECONNRESET";

  constructor() {
    super("read ECONNRESET");
  }
}
