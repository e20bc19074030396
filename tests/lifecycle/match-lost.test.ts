import fc from "fast-check";
import type { Properties } from "../../provider/kernel/values";
import {
  type LostCreate,
  matchLost,
  type Others,
  type Sight,
} from "../../provider/lifecycle/make/match-lost";
import { kindOf } from "../kernel/facts";

const Project = kindOf("Project");
const Role = kindOf("ProjectRole");
const Store = kindOf("VectorStore");
const Key = kindOf("ServiceAccountApiKey");
const Member = kindOf("GroupUser");

/** The server's time at which everything here is sent, in seconds. */
const then = 1_800_000_000;
const nobody: Others = { before: new Set(), isHeld: () => false };
const lost = (args: Properties, since: number | undefined = then): LostCreate => ({
  args,
  since,
  sentAt: 0,
  at: 0,
});
const sight = (...items: Properties[]): Sight => ({ items, serverTime: then + 5, listedAt: 5_000 });
const project = (id: string, name = "shop", created_at = then) => ({ id, name, created_at });
const shop = lost({ name: "shop" });

/** The ids that were found, in the order of those who have lost them; or why nobody can tell. */
function outcome(...[declaration, known, creates, seen, others]: Parameters<typeof matchLost>) {
  const matches = matchLost(declaration, known, creates, seen, others);
  return Array.isArray(matches) ? matches.map(({ item }) => item.id) : matches.undecided;
}

describe("the item of a listing that a lost create has made", () => {
  const found = (seen: Sight, others = nobody, creates = [shop]) =>
    outcome(Project, { name: "shop" }, creates, seen, others);

  it("looks as it would have been made", () => {
    expect(found(sight(project("proj_1"), project("proj_2", "other")))).toEqual(["proj_1"]);
    expect(found(sight(project("proj_2", "other")))).toEqual([]);
  });

  it("is not older than the create, but for the seconds that are not told", () => {
    expect(found(sight(project("proj_1", "shop", then - 2)))).toEqual(["proj_1"]);
    expect(found(sight(project("proj_1", "shop", then - 3)))).toEqual([]);
  });

  it("is not older than the earliest of several", () => {
    const creates = [lost({ name: "shop" }, then + 60), shop];
    expect(found(sight(project("proj_1", "shop", then - 2)), nobody, creates)).toEqual(["proj_1"]);
    expect(found(sight(project("proj_1", "shop", then - 3)), nobody, creates)).toEqual([]);
  });

  it("is of the time that has passed since it was sent, where the server had not told its time by then", () => {
    const creates = [{ args: { name: "shop" }, sentAt: 0, at: 0 }];
    const seen = (at: number): Sight => ({ ...sight(project("proj_1", "shop", at)), serverTime: then + 5 });
    expect(found(seen(then - 2), nobody, creates)).toEqual(["proj_1"]);
    expect(found(seen(then - 3), nobody, creates)).toEqual([]);
  });

  it("was not there before, and is nobody's", () => {
    const seen = sight(project("proj_1"));
    expect(found(seen, { ...nobody, before: new Set(["proj_1"]) })).toEqual([]);
    expect(found(seen, { ...nobody, isHeld: (keys) => keys.includes("Project proj_1") })).toEqual([]);
  });

  it("is that of the create whose answer was given up first: another one's may still be carried out", () => {
    const creates = [60_000, 0, 30_000].map((at) => ({ ...shop, at }));
    const matches = matchLost(
      Project,
      { name: "shop" },
      creates,
      sight(project("proj_1"), project("proj_2")),
      nobody,
    );
    expect(matches).toMatchObject([{ by: { at: 0 } }, { by: { at: 30_000 } }]);
  });

  it("comes with its keys of the ledger", () => {
    const matches = matchLost(Project, { name: "shop" }, [shop], sight(project("proj_1")), nobody);
    expect(matches).toEqual([{ by: shop, item: project("proj_1"), keys: ["Project proj_1"] }]);
  });

  it("is a role whatever its age, for roles have none", () => {
    const args = { projectId: "proj_1", name: "auditor", permissions: ["a", "b"] };
    const role = { id: "role_1", name: "auditor", permissions: ["b", "a"], description: null };
    expect(
      outcome(Role, args, [lost(args, undefined)], { ...sight(role), serverTime: undefined }, nobody),
    ).toEqual(["role_1"]);
    expect(outcome(Role, args, [lost(args)], sight({ ...role, permissions: ["a"] }), nobody)).toEqual([]);
    const before = new Set(["proj_1/role_1"]);
    expect(outcome(Role, args, [lost(args)], sight(role), { ...nobody, before })).toEqual([]);
  });

  it("is a link by its ends, whatever else is said of it", () => {
    const args = { groupId: "group_1", userId: "user-bob" };
    const items = [{ id: "user-carol" }, { id: "user-bob", email: "bob@example.com" }];
    expect(outcome(Member, args, [lost(args, undefined)], sight(...items), nobody)).toEqual(["user-bob"]);
  });
});

describe("nobody can tell whose an item is", () => {
  it("where more fit than were lost", () => {
    const seen = sight(project("proj_1"), project("proj_2"));
    expect(outcome(Project, { name: "shop" }, [shop], seen, nobody)).toBe(
      "2 fit, more than were lost: proj_1, proj_2.",
    );
  });

  it("where the server never says what time it is, so that nothing has an age", () => {
    const creates = [{ args: { name: "shop" }, sentAt: 0, at: 0 }];
    const seen = { ...sight(project("proj_1")), serverTime: undefined };
    expect(outcome(Project, { name: "shop" }, creates, seen, nobody)).toBe(
      "The server does not say what time it is, so it cannot be told whether proj_1 was there before.",
    );
    expect(outcome(Project, { name: "shop" }, creates, { ...seen, items: [] }, nobody)).toEqual([]);
  });

  it("where those who lost it differ in what the API does not show", () => {
    const store = (id: string) => ({ id, name: "docs", created_at: then, metadata: {} });
    const creates = [
      lost({ name: "docs", fileIds: ["file-1"] }),
      lost({ name: "docs", fileIds: ["file-2"] }),
    ];
    expect(outcome(Store, { name: "docs" }, creates, sight(store("vs_1"), store("vs_2")), nobody)).toBe(
      "2 were lost that differ only in what the API does not show, and it cannot be told whose is vs_1, vs_2.",
    );
    expect(outcome(Store, { name: "docs" }, creates, sight(), nobody)).toEqual([]);
  });

  it("but it does not matter of a key, which is revoked and made again whoever it was for", () => {
    const ends = { projectId: "proj_1", serviceAccountId: "svc_1", name: "key" };
    const creates = [lost({ ...ends, scopes: ["a"] }), lost({ ...ends, allPermissions: true })];
    const owner = { type: "service_account", service_account: { id: "svc_1" } };
    const key = { id: "key_1", name: "key", created_at: then, owner };
    expect(outcome(Key, ends, creates, sight(key), nobody)).toEqual(["key_1"]);
  });
});

/** Any listing of projects, some of which are in the way, and any number of creates whose answers were lost. */
const worlds = fc.record({
  items: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 20 }).map((n) => `proj_${n}`),
      name: fc.constantFrom("shop", "other"),
      created_at: fc.integer({ min: then - 5, max: then + 5 }),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  ),
  creates: fc.array(fc.integer({ min: then, max: then + 3 }), { minLength: 1, maxLength: 6 }),
  before: fc.array(fc.integer({ min: 1, max: 20 }).map((n) => `proj_${n}`)),
  held: fc.array(fc.integer({ min: 1, max: 20 }).map((n) => `proj_${n}`)),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

function matched({ items, creates, before, held }: World) {
  const open = creates.map((since) => lost({ name: "shop" }, since));
  const others = {
    before: new Set(before),
    isHeld: (keys: string[]) => held.some((id) => keys.includes(`Project ${id}`)),
  };
  const result = matchLost(Project, { name: "shop" }, open, sight(...items), others);
  const fitting = items
    .filter(({ id, name, created_at }) => {
      const isOfAge = created_at >= Math.min(...creates) - 2;
      return name === "shop" && isOfAge && !before.includes(id) && !held.includes(id);
    })
    .map(({ id }) => id);
  return { open, result, fitting };
}

describe("whatever is listed and lost", () => {
  const always = (holds: (world: World) => void) => fc.assert(fc.property(worlds, holds), { numRuns: 500 });

  it("every item that can be one is given to one create, and nothing else to anybody; or nobody gets any", () =>
    always((world) => {
      const { open, result, fitting } = matched(world);
      if (!Array.isArray(result)) {
        expect(fitting.length).toBeGreaterThan(open.length);
        for (const id of fitting) expect(result.undecided).toContain(id);
        return;
      }
      expect(result.map(({ item }) => item.id)).toEqual(fitting);
      expect(new Set(result.map(({ by }) => by)).size).toBe(fitting.length);
      for (const { by } of result) expect(open).toContain(by);
    }));

  it("the same are found in any order of the listing, and by any order of those who have lost them", () =>
    always((world) => {
      const idsIn = ({ result }: ReturnType<typeof matched>) =>
        Array.isArray(result) ? result.map(({ item }) => item.id).sort() : result.undecided.split(",").length;
      const turned = { ...world, items: [...world.items].reverse(), creates: [...world.creates].reverse() };
      expect(idsIn(matched(turned))).toEqual(idsIn(matched(world)));
    }));

  it("what was taken is not found again by those who are left", () =>
    always((world) => {
      const { result, open } = matched(world);
      if (!Array.isArray(result) || result.length === open.length) return;
      const left = {
        ...world,
        creates: world.creates.slice(result.length),
        held: [...world.held, ...result.map(({ item }) => String(item.id))],
      };
      // Those who are left may have been sent later than the others, but never earlier.
      expect(matched(left).result).toEqual([]);
    }));

  it("neither the listing nor the creates are changed", () =>
    always((world) => {
      const before = structuredClone(world);
      matched(world);
      expect(world).toEqual(before);
    }));
});
