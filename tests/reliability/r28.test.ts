import type { Declaration } from "../../provider/kernel/declaration";
import type { Session } from "../../provider/lifecycle/session/session";
import { type Bag, Shell, type State } from "../dynamic/shell";
import { changed, endsWithDestroy, firstUpdate, kindsThat } from "../kernel/facts";
import { itemOf } from "../lifecycle/house";
import { withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";

/** A change that others can see. */
function visibleUpdate(declaration: Declaration) {
  const found = firstUpdate(declaration);
  const names = Object.keys(found?.change ?? {});
  return names.every((name) => declaration.props[name]?.options.echoed !== false) ? found : undefined;
}

const contested = kindsThat((declaration) => visibleUpdate(declaration) !== undefined);

/** Two stacks whose programs want the same object, and want it otherwise. */
async function rivals(token: string, declaration: Declaration) {
  const place = workshop();
  const { args: sample, change } = visibleUpdate(declaration) ?? { args: {}, change: {} };
  const ours: Bag = await withRealParents(place, declaration, sample);
  const theirs: Bag = changed(ours, change);
  const shell = (session: Session = place.session()) => new Shell(token, () => session);
  const one = await shell().create(ours);
  const adopt = declaration.kind === "existing" ? {} : { adopt: one.id };
  const other = await shell().create({ ...ours, ...adopt });
  expect(other.id).toBe(one.id);
  place.emulator.advance(600);
  place.calls();
  return { place, ours, theirs, one, other, shell };
}

const changesOf = (place: Workshop, declaration: Declaration) =>
  place.calls().filter((call) => call === `POST ${itemOf(declaration)}`);

/** The engine's `up`: Diff, and Update where something differs. */
async function up(shell: Shell, state: State, args: Bag): Promise<State> {
  const { changes, replaces } = await shell.diff(state, args);
  expect(replaces).toEqual([]);
  return changes ? shell.update(state, args) : state;
}

describe.each(contested)("R28: two stacks that want the same %s otherwise", (token, declaration) => {
  it("see each other's change as drift, and each run writes once", async () => {
    const { place, ours, theirs, one, other, shell } = await rivals(token, declaration);
    let [left, right] = [one, other];
    for (let round = 0; round < 3; round++) {
      right = await up(shell(), right, theirs);
      expect(changesOf(place, declaration)).toHaveLength(1);
      const seen = await shell().refresh(left);
      if (!seen) throw new Error("called gone");
      expect(await shell().diff(seen, ours)).toMatchObject({ changes: true });
      left = await up(shell(), seen, ours);
      expect(changesOf(place, declaration)).toHaveLength(1);
      const lost = await shell().refresh(right);
      if (!lost) throw new Error("called gone");
      right = lost;
    }
  });

  it("do not make each other's run waver while it goes on", async () => {
    const { place, ours, theirs, one, other, shell } = await rivals(token, declaration);
    const run = shell();
    const drifted = await up(shell(), other, theirs);
    changesOf(place, declaration);
    const seen = await run.refresh(one);
    if (!seen) throw new Error("called gone");
    const mine = await up(run, seen, ours);
    expect(changesOf(place, declaration)).toHaveLength(1);
    // The other stack writes once more in the midst of our run; ours has done its work and does none again.
    const rival = shell();
    const again = await rival.refresh(drifted);
    if (!again) throw new Error("called gone");
    await up(rival, again, theirs);
    changesOf(place, declaration);
    expect(await run.diff(mine, ours)).toMatchObject({ changes: false });
    const first = await run.refresh(mine);
    expect(await run.refresh(mine)).toEqual(first);
    expect(changesOf(place, declaration)).toEqual([]);
    // The next run sees it.
    const later = await shell().refresh(mine);
    if (!later) throw new Error("called gone");
    expect(await shell().diff(later, ours)).toMatchObject({ changes: true });
  });
});

describe.each(kindsThat((one) => visibleUpdate(one) !== undefined && endsWithDestroy(one)))(
  "R28: a %s that another stack has destroyed",
  (token, declaration) => {
    it("is dropped from the state, and destroying it again is no error", async () => {
      const { one, other, shell } = await rivals(token, declaration);
      await shell().delete(other);
      await shell().delete(one);
      expect(await shell().refresh(one)).toBeUndefined();
    });
  },
);
