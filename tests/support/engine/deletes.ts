import type { Provider } from "./provider";
import type { Entry, Snapshot } from "./state";
import type { Steps } from "./steps";

/** Deletes what is doomed, what depends on something before that, independent ones side by side. */
export async function deleteAll(
  doomed: readonly Entry[],
  deletedUrns: ReadonlySet<string>,
  { snapshot, provider, steps }: { snapshot: Snapshot; provider: Provider; steps: Steps },
): Promise<void> {
  const urns = new Set([...deletedUrns, ...doomed.map(({ urn }) => urn)]);
  const ends = new Map<Entry, Promise<boolean>>();
  const endOf = (entry: Entry): Promise<boolean> => {
    const known = ends.get(entry) ?? end(entry);
    ends.set(entry, known);
    return known;
  };
  const end = async (entry: Entry): Promise<boolean> => {
    const dependents = doomed.filter((other) => other !== entry && other.needs.includes(entry.urn));
    const ended = await Promise.all(dependents.map(endOf));
    // What something still depends on stays, too.
    return ended.every(Boolean) && deleteOne(entry, urns, { snapshot, provider, steps });
  };
  await Promise.all(doomed.map(endOf));
}

export function deleteOne(
  entry: Entry,
  deletedUrns: ReadonlySet<string>,
  { snapshot, provider, steps }: { snapshot: Snapshot; provider: Provider; steps: Steps },
  keptUntilReplaced = false,
): Promise<boolean> {
  const label = `delete ${entry.token} ${entry.name}`;
  return steps.perform(label, async () => {
    if (entry.protect) throw new Error(`resource "${entry.urn}" cannot be deleted because it is protected`);
    // It goes with what it lives in, or went before an interrupted run could replace it.
    const isSkipped = entry.deletedWith !== undefined && deletedUrns.has(entry.deletedWith);
    if (!isSkipped && !entry.pendingReplacement) await provider.delete(entry.token, entry.id, entry.outputs);
    return {
      commit: () =>
        keptUntilReplaced
          ? snapshot.replace(entry, { ...entry, pendingReplacement: true })
          : snapshot.remove(entry),
    };
  });
}
