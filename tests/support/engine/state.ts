import type { Bag } from "./wire";

/** What the engine keeps of one resource. */
export interface Entry {
  urn: string;
  name: string;
  token: string;
  id: string;
  /** The arguments as Check let them through. */
  inputs: Bag;
  outputs: Bag;
  /** URNs of what it depends on, */
  needs: string[];
  /** and of what each of its arguments comes from. */
  sources: Record<string, string[]>;
  deletedWith?: string;
  protect?: boolean;
  /** Why it is there but not finished. */
  initErrors: string[];
  /** Replaced, and still to be deleted. */
  pendingDelete?: boolean;
  /** Deleted before its replacement was made. */
  pendingReplacement?: boolean;
}

/** The state of one stack. Every finished step is in it at once, as in a checkpoint. */
export class Snapshot {
  entries: Entry[] = [];

  /** The living resource of a URN; copies that are to be deleted do not count. */
  find(...urns: string[]): Entry | undefined {
    return this.entries.find((entry) => urns.includes(entry.urn) && !entry.pendingDelete);
  }

  living(): Entry[] {
    return this.entries.filter((entry) => !entry.pendingDelete);
  }

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  replace(before: Entry, after: Entry): void {
    this.entries = this.entries.map((entry) => (entry === before ? after : entry));
  }

  remove(gone: Entry): void {
    this.entries = this.entries.filter((entry) => entry !== gone);
  }
}
