import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { causeOf } from "../wire";

const minute = 60_000;
const day = 24 * 60 * minute;
const mostEntries = 5_000;
const mostCalls = 10_000;

const entrySchema = z.object({
  /** 12 hex digits of the key's SHA-256; never the key. */
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/),
  method: z.string().max(10),
  route: z.string().max(500),
  limit: z.number().min(0.001).max(1_000_000),
  shape: z.enum(["bucket", "window"]),
  /** The calls of its last minute, in milliseconds since the epoch by the wall clock, which all commands share. */
  calls: z.array(z.number()).max(mostCalls),
});

/** What is kept of one budget. */
export type Entry = z.infer<typeof entrySchema>;

/** The first characters of a file that is ours, however torn it may be. */
const mark = "openaiLimits";

/** Limits as commands hand them to each other in a file. What cannot be used in it counts as unknown. */
export class LearnedFile {
  constructor(
    private readonly path: string,
    /** Milliseconds since the epoch. */
    private readonly wallClock: () => number,
    /** Hears once why limits cannot be kept. */
    private readonly complain: (why: string) => void,
  ) {}

  read(): Entry[] {
    const now = this.wallClock();
    return this.#entries().flatMap((entry) => fresh(entry, now) ?? []);
  }

  /** Puts these in place of what the file says of the same budgets, and leaves the others. */
  keep(entries: readonly Entry[]): void {
    try {
      const now = this.wallClock();
      const merged = new Map(this.read().map((entry) => [keyOf(entry), entry]));
      for (const entry of entries) {
        // Another command may be at work with the same key: its calls count too.
        const others = without(merged.get(keyOf(entry))?.calls ?? [], entry.calls);
        const calls = [...others, ...entry.calls].sort((a, b) => a - b);
        const recent = calls.filter((at) => at > now - minute);
        merged.set(keyOf(entry), {
          ...entry,
          calls: recent.length > 0 ? recent.slice(-mostCalls) : calls.slice(-1),
        });
      }
      this.#write([...merged.values()].slice(-mostEntries));
    } catch (error) {
      this.complain(`the file cannot be written (${causeOf(error)})`);
    }
  }

  #entries(): Entry[] {
    try {
      const content: unknown = JSON.parse(this.#text());
      const { limits = [] } = z.object({ limits: z.array(z.unknown()).optional() }).parse(content);
      return limits.flatMap((one) => entrySchema.safeParse(one).data ?? []);
    } catch {
      return [];
    }
  }

  #text(): string {
    try {
      return readFileSync(this.path, "utf8");
    } catch (error) {
      if (causeOf(error) === "ENOENT") return "";
      throw error;
    }
  }

  #write(limits: Entry[]): void {
    // A setting that names somebody else's file must not cost them that file. A torn
    // one of ours may be anything that began as JSON.
    const text = this.#text().trimStart();
    if (!isOurs(text)) {
      this.complain("the file is there already and holds something else");
      return;
    }
    const draft = `${this.path}.${process.pid}.tmp`;
    try {
      writeFileSync(draft, `${JSON.stringify({ [mark]: 1, limits }, null, 1)}\n`, { mode: 0o600 });
      renameSync(draft, this.path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}

function isOurs(text: string): boolean {
  if (text === "") return true;
  try {
    return z.object({ [mark]: z.number() }).safeParse(JSON.parse(text)).success;
  } catch {
    return text.startsWith("{");
  }
}

/** The entry as of now; undefined where it is a day old, or of another time altogether. */
function fresh(entry: Entry, now: number): Entry | undefined {
  const calls = entry.calls.filter((at) => at <= now);
  return calls.some((at) => at > now - day) ? { ...entry, calls } : undefined;
}

/** What is left of these times without those; several may be the same. */
function without(times: readonly number[], those: readonly number[]): number[] {
  const left = new Map<number, number>();
  for (const time of those) left.set(time, (left.get(time) ?? 0) + 1);
  return times.filter((time) => {
    const count = left.get(time) ?? 0;
    left.set(time, count - 1);
    return count <= 0;
  });
}

function keyOf({ fingerprint, method, route }: Entry): string {
  return `${fingerprint} ${method} ${route}`;
}
