import { deleteOne } from "./deletes";
import { InitFailed, type Provider } from "./provider";
import type { Entry, Snapshot } from "./state";
import type { Steps } from "./steps";
import { type Bag, unknown } from "./wire";

interface Tools {
  snapshot: Snapshot;
  provider: Provider;
  steps: Steps;
}

interface Purpose {
  isPreview: boolean;
  /** The program sees it from now on; an id that is not known yet does not count. */
  show(entry: Entry, isKnown?: boolean): void;
  /** URNs of what was deleted to be replaced. */
  deleted: Set<string>;
}

/** Carries out what Check and Diff have led to. In a preview it only says so. */
export interface Carrier {
  same(entry: Entry, old: Entry): void;
  create(op: string, entry: Entry, old?: Entry): Promise<void>;
  update(entry: Entry, old: Entry): Promise<void>;
  deleteThenCreate(entry: Entry, old: Entry): Promise<void>;
}

export function carrier(tools: Tools, { isPreview, show, deleted }: Purpose): Carrier {
  const { snapshot, provider, steps } = tools;

  /** What was made is in the state, finished or not. */
  async function perform(
    op: string,
    entry: Entry,
    work: () => Promise<{ id: string; outputs: Bag }>,
    keep: (now: Entry) => void,
  ): Promise<void> {
    await steps.perform(`${op} ${entry.token} ${entry.name}`, async () => {
      const commit = (id: string, outputs: Bag, initErrors: string[]) => () => {
        const now = { ...entry, id, outputs, initErrors };
        keep(now);
        if (initErrors.length === 0) show(now);
      };
      try {
        const { id, outputs } = await work();
        return { commit: commit(id, outputs, []) };
      } catch (error) {
        if (!(error instanceof InitFailed)) throw error;
        return { commit: commit(error.id, error.outputs, error.reasons), complaint: error.message };
      }
    });
  }

  function foretell(op: string, entry: Entry, isKnown: boolean): void {
    steps.log.push(`${op} ${entry.token} ${entry.name}`);
    // Of outputs that are no arguments a preview knows nothing.
    show({ ...entry, outputs: entry.inputs }, isKnown);
  }

  async function create(op: string, entry: Entry, old?: Entry): Promise<void> {
    if (isPreview) return foretell(op, entry, false);
    const keep = (now: Entry) => {
      if (old?.pendingReplacement) snapshot.remove(old);
      else if (old) snapshot.replace(old, { ...old, pendingDelete: true });
      snapshot.add(now);
    };
    return perform(op, entry, () => provider.create(entry.token, entry.inputs), keep);
  }

  /** What would have to be replaced with it. */
  async function replacedWith(root: Entry): Promise<Entry[]> {
    const all = [root];
    for (const entry of snapshot.living()) {
      const isFrom = (urn: string) => all.some((other) => other.urn === urn);
      const touched = Object.keys(entry.sources).filter((name) => entry.sources[name]?.some(isFrom));
      if (touched.length === 0 || entry.pendingReplacement) continue;
      const news = { ...entry.inputs, ...Object.fromEntries(touched.map((name) => [name, unknown])) };
      const { token, id, outputs, inputs } = entry;
      const { replaces } = await provider.diff(token, id, outputs, inputs, news);
      if (replaces.length > 0) all.push(entry);
    }
    return all.slice(1);
  }

  return {
    create,

    same(entry, old) {
      const now = { ...entry, id: old.id, outputs: old.outputs };
      if (!isPreview) snapshot.replace(old, now);
      show(now);
    },

    async update(entry, old) {
      if (isPreview) return foretell("update", { ...entry, id: old.id }, true);
      const work = async () => ({
        id: old.id,
        outputs: await provider.update(entry.token, old.id, old.outputs, entry.inputs),
      });
      return perform("update", entry, work, (now) => snapshot.replace(old, now));
    },

    async deleteThenCreate(entry, old) {
      if (isPreview) return create("replace", entry, old);
      const condemned = await replacedWith(old);
      for (const { urn } of [...condemned, old]) deleted.add(urn);
      for (const one of [...condemned.reverse(), old]) {
        if (!(await deleteOne(one, deleted, tools, true))) return;
      }
      return create("replace", entry, snapshot.find(old.urn));
    },
  };
}
