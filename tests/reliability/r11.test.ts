import type { Session } from "../../provider/lifecycle/session/session";
import type { Bag } from "../dynamic/shell";
import {
  changed,
  endsWithDestroy,
  everyKind,
  firstUpdate,
  livesInProject,
  livesInProjectOfKey,
} from "../kernel/facts";
import type { Workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import {
  created,
  deleted,
  expectAsItWas,
  type Fate,
  type Kept,
  keep,
  keptAfter,
  refreshed,
  runThrough,
  shuffled,
  type Tree,
  tablesOf,
  treeIn,
  updated,
  World,
  withBody,
} from "./support-reads";

const seeds = 20;
/** Nobody waits for a permission. */
const atOnce = 2000;

const refusal = {
  error: {
    message: "You have insufficient permissions.",
    type: "invalid_request_error",
    code: "missing_scope",
  },
};

/** A run whose keys may do nothing in one project. */
function restrictedRun(place: Workshop, { projectId, apiKey }: Tree, dice: Dice): Session {
  // From the API itself, or from a gateway before it.
  const body = dice.chance(0.5) ? refusal : "<html>Forbidden</html>";
  return runThrough(place, async (request, on) => {
    const isInside =
      new URL(request.url).pathname.includes(`/${projectId}/`) ||
      request.headers.authorization === `Bearer ${apiKey}`;
    if (!isInside) return on(request);
    // It is carried out for nobody: the question goes to where everybody may ask, for its headers.
    const { authorization, ...headers } = request.headers;
    const url = new URL("/v1/organization/projects", request.url).href;
    return withBody(await on({ method: "GET", url, headers }), 403, body);
  });
}

type Deed = (it: Kept, session: Session) => Promise<Fate>;

const deeds: [string, Deed][] = [
  ["refresh", refreshed],
  [
    "update",
    (it, session) => {
      const change = firstUpdate(it.declaration)?.change;
      return change ? updated(it, changed(it.args, change), session) : refreshed(it, session);
    },
  ],
  ["delete", deleted],
];

describe("R11: the keys may do nothing in one project", () => {
  let world: World;
  let closed: Tree;
  let open: Tree;
  let outside: Kept[];

  beforeAll(async () => {
    world = await World.of(async (place) => {
      closed = await treeIn(place, "closed");
      open = await treeIn(place, "open");
      outside = [];
      for (const [, declaration] of everyKind) {
        if (!livesInProject(declaration) && !livesInProjectOfKey(declaration)) {
          outside.push(await keep(place, declaration));
        }
      }
    });
  });

  function expectForbidden(it: Kept, fate: Fate): void {
    if (!(fate instanceof Error))
      throw new Error(`${it.declaration.token}: no error, but ${JSON.stringify(fate)}`);
    expect(fate.message).toContain("was answered with 403");
    expect(fate.message).toContain("lacks the permission");
    expect(fate.message).toContain("Nothing was changed");
  }

  it.each(deeds)(
    "the %s of what lives there is an error at once, and of all else it succeeds",
    async (name, deed) => {
      await withSeeds(seeds, async (seed) => {
        const dice = new Dice(seed);
        const place = world.enter();
        const session = restrictedRun(place, closed, dice);
        const all = shuffled(dice, [...closed.kept, ...open.kept, open.project, ...outside]);
        const started = place.clock.now();
        const fates = await Promise.all(all.map((it) => deed(it, session)));
        expect(place.clock.now() - started).toBeLessThan(atOnce);
        for (const [index, it] of all.entries()) {
          const fate = fates[index] ?? "dropped";
          const isDeleted = name === "delete" && endsWithDestroy(it.declaration);
          if (closed.kept.includes(it)) expectForbidden(it, fate);
          else if (name === "delete")
            expect([it.declaration.token, fate]).toEqual([it.declaration.token, "dropped"]);
          else if (fate === "dropped" || fate instanceof Error) throw fate;
          // With all rights again, everything is as the engine has kept it.
          const later = await refreshed(keptAfter(it, fate), place.session());
          if (isDeleted && !closed.kept.includes(it)) expect(later).toBe("dropped");
          else if (name !== "delete" || closed.kept.includes(it)) expectAsItWas(keptAfter(it, fate), later);
        }
      });
    },
  );

  it("the creation of anything there is an error at once, and makes nothing", async () => {
    await withSeeds(5, async (seed) => {
      const place = world.enter();
      const session = restrictedRun(place, closed, new Dice(seed));
      const before = tablesOf(place);
      const started = place.clock.now();
      for (const { declaration, args } of closed.kept) {
        const another: Bag = typeof args.name === "string" ? { ...args, name: `${args.name}-2` } : args;
        const { state, error } = await created(declaration, another, session);
        expect(state).toBeUndefined();
        expect(error?.message).toContain("was answered with 403");
      }
      expect(place.clock.now() - started).toBeLessThan(atOnce);
      expect(tablesOf(place)).toEqual(before);
    });
  });
});
