import fc from "fast-check";
import { notedNames } from "../../provider/kernel/already";
import { followUps, updateBody } from "../../provider/kernel/codec";
import { type Declaration, former, isArgument, keep, type Property } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { isAbsent, type Properties } from "../../provider/kernel/values";
import { argumentsOf } from "./arbitrary-arguments";
import { everyKind, kindOf, namesOf } from "./facts";

const none: ReadonlySet<string> = new Set();

function outcome(token: string, olds: Properties, news: Properties, live: Properties, noted = none) {
  const declaration = kindOf(token);
  const { changes, replaces } = diff(declaration, olds, news, live, { noted });
  return { changes: [...changes], replaces, body: updateBody(declaration, olds, news, {}, { live, noted }) };
}

/** Arguments that a program may leave out and that the API tells. */
function tellable({ props }: Declaration): [string, Property][] {
  return Object.entries(props).filter(
    ([, property]) =>
      isArgument(property) &&
      property.options.echoed !== false &&
      property.schema.safeParse(undefined).success,
  );
}

describe.each(everyKind)("what a program says for the first time of %s", (token, declaration) => {
  it("is no replacement and no call where the object has it", () => {
    fc.assert(
      fc.property(argumentsOf(declaration), (all) => {
        for (const [name] of tellable(declaration)) {
          if (isAbsent(all[name])) continue;
          const { [name]: _, ...olds } = all;
          const { replaces, body } = outcome(token, olds, all, all);
          expect({ name, replaces, body }).toEqual({ name, replaces: [], body: {} });
          expect(followUps(declaration, olds, all, all)).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("makes the difference that it is where the object has nothing of the kind", () => {
    fc.assert(
      fc.property(argumentsOf(declaration), (all) => {
        for (const [name, { word, options }] of tellable(declaration)) {
          const isSomething = diff(declaration, {}, { [name]: all[name] }).changes.size > 0;
          if (word !== "fixed" || !isSomething || options.agrees) continue;
          const { [name]: _, ...olds } = all;
          expect(outcome(token, olds, all, olds).replaces).toEqual([name]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("a first mention", () => {
  it("lets the state learn what the program says, as an addition", () => {
    const live = { name: "shop", residency: "GLOBAL" };
    expect(outcome("Project", { name: "shop" }, live, live)).toEqual({
      changes: [["residency", { kind: "add", replaces: false }]],
      replaces: [],
      body: {},
    });
  });

  it("replaces or sends where it says something else than the object has", () => {
    const said = { name: "shop" };
    const found = outcome(
      "Project",
      said,
      { ...said, residency: "EU_STORAGE_PROCESSING" },
      { residency: "GLOBAL" },
    );
    expect(found.replaces).toEqual(["residency"]);
    const store = outcome("VectorStore", {}, { metadata: { team: "b" } }, { metadata: { team: "a" } });
    expect(store.body).toEqual({ metadata: { team: "b" } });
  });

  it("says nothing of what the API never tells, whatever the state remembers", () => {
    const live = { description: "Help", name: "docs" };
    expect(outcome("VectorStore", { name: "docs" }, live, live).replaces).toEqual(["description"]);
  });

  it("holds against what the program says of an object, not against what else there is of it", () => {
    const rankingOptions = { ranker: "auto", scoreThreshold: 0 };
    const live = {
      toolResources: { codeInterpreter: { fileIds: [] }, fileSearch: { vectorStoreIds: ["vs_1"] } },
    };
    const news = { toolResources: { fileSearch: { vectorStoreIds: ["vs_1"] } } };
    expect(outcome("Assistant", {}, news, live).body).toEqual({});
    const tools = [{ type: "file_search", fileSearch: { maxNumResults: 5 } }];
    const answered = [{ type: "file_search", fileSearch: { maxNumResults: 5, rankingOptions } }];
    expect(outcome("Assistant", {}, { tools }, { tools: answered }).body).toEqual({});
  });

  it("of a limit is noted by nobody: the limit is taken over, and put back when it goes", () => {
    const declaration = kindOf("ProjectRateLimit");
    const row = { projectId: "proj_1", model: "gpt-4o" };
    const news = { ...row, maxRequestsPer1Minute: 500 };
    expect(updateBody(declaration, row, news, {}, { live: news })).toEqual({});
    const noted = notedNames(declaration, row, news, news, none);
    expect(noted).toEqual(none);
    // What was found as it was wanted was not changed, so there is nothing to put back but what was changed since.
    expect(updateBody(declaration, news, row, { maxRequestsPer1Minute: 500 }, { live: news, noted })).toEqual(
      {},
    );
    const changed = { ...news, maxRequestsPer1Minute: 100 };
    expect(updateBody(declaration, changed, row, { maxRequestsPer1Minute: 500 }, { live: changed })).toEqual({
      max_requests_per_1_minute: 500,
    });
  });
});

describe("what was only written down", () => {
  const role = kindOf("ProjectServiceAccount");
  const olds = { projectId: "proj_1", name: "ci" };
  const said = { ...olds, role: "owner" };

  it("is remembered by name as long as it stays as it is", () => {
    const first = notedNames(role, olds, said, said, none);
    expect([...first]).toEqual(["role"]);
    expect([...notedNames(role, said, { ...said, name: "cd" }, said, first)]).toEqual(["role"]);
    expect([...notedNames(role, said, { ...said, role: "member" }, said, first)]).toEqual([]);
    expect([...notedNames(role, said, olds, said, first)]).toEqual([]);
    // Sent by an earlier run, and the same now: not noted, whatever the object has.
    expect([...notedNames(role, said, said, said, none)]).toEqual([]);
  });

  it("is taken out again without a call and without a replacement, unlike what was sent", () => {
    const noted = new Set(["role"]);
    expect(outcome("ProjectServiceAccount", said, olds, said, noted).replaces).toEqual([]);
    expect(outcome("ProjectServiceAccount", said, olds, said).replaces).toEqual(["role"]);
    const labelled = { name: "docs", metadata: { team: "a" } };
    const noMore = { name: "docs" };
    expect(outcome("VectorStore", labelled, noMore, labelled, new Set(["metadata"])).body).toEqual({});
    expect(outcome("VectorStore", labelled, noMore, labelled).body).toEqual({ metadata: {} });
  });

  it("is sent when it is changed", () => {
    const labelled = { metadata: { team: "a" } };
    const news = { metadata: { team: "b" } };
    expect(outcome("VectorStore", labelled, news, labelled, new Set(["metadata"])).body).toEqual(news);
  });
});

describe.each(everyKind)("taking arguments of %s out of the program", (token, declaration) => {
  it("replaces exactly where the declaration says that an object without them is another one", () => {
    fc.assert(
      fc.property(argumentsOf(declaration), (all) => {
        for (const name of namesOf(declaration, "fixed", "mutable")) {
          const { clear, schema } = declaration.props[name] as Property;
          const isSomething = diff(declaration, {}, { [name]: all[name] }).changes.size > 0;
          if (
            !isSomething ||
            !schema.safeParse(undefined).success ||
            declaration.either.flat().includes(name)
          )
            continue;
          const { [name]: _, ...news } = all;
          const { replaces, changes, body } = outcome(token, all, news, all);
          expect(changes.length).toBeGreaterThan(0);
          const isReplaced = typeof clear === "symbol" && clear !== keep && clear !== former;
          expect({ name, replaces }).toEqual({ name, replaces: isReplaced ? [name] : [] });
          if (clear === keep) expect(body).toEqual({});
        }
      }),
      { numRuns: 30 },
    );
  });
});

test.each([
  ["Project", "residency"],
  ["File", "filename"],
  ["FineTuningJob", "seed"],
  ["FineTuningJob", "method"],
  ["VectorStoreFile", "chunkingStrategy"],
])("of %s, %s is kept, for the API chooses it by itself", (token, name) => {
  expect(kindOf(token).props[name]?.clear).toBe(keep);
});
