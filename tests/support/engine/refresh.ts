import type { Provider } from "./provider";
import type { Entry, Snapshot } from "./state";
import type { Steps } from "./steps";

interface Tools {
  snapshot: Snapshot;
  provider: Provider;
  steps: Steps;
}

/** Reads everything, then asks for the difference, as the engine does to show it. */
export async function refreshAll({ snapshot, provider, steps }: Tools): Promise<void> {
  await Promise.all(
    snapshot.entries.map((entry) =>
      steps.perform(`refresh ${entry.token} ${entry.name}`, async () => {
        // Deleted by an interrupted run: there is nothing to look at.
        if (entry.pendingReplacement) return { commit() {} };
        return refreshOne(entry, { snapshot, provider });
      }),
    ),
  );
}

async function refreshOne(entry: Entry, { snapshot, provider }: Omit<Tools, "steps">) {
  const { token } = entry;
  const seen = await provider.read(token, entry.id, entry.outputs);
  if (!seen) return { commit: () => snapshot.remove(entry) };
  const now = {
    ...entry,
    id: seen.id,
    outputs: seen.outputs,
    inputs: seen.inputs ?? entry.inputs,
    initErrors: [],
  };
  // The old arguments take the place of the new ones: what would an `up` right after it change?
  await provider.diff(token, now.id, now.outputs, now.inputs, entry.inputs);
  return { commit: () => snapshot.replace(entry, now) };
}
