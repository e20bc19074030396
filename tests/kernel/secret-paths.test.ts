import { check } from "../../provider/kernel/check";
import type { Path, Secrets } from "../../provider/kernel/path";
import { kindOf } from "./facts";

const store = kindOf("VectorStore");
const wrong = {
  name: 7,
  expiresAfter: { anchor: "last_active_at", days: 400 },
  metadata: { team: 7 },
  fileIds: ["file-1", 7],
};

function named(secret: Secrets): string[] {
  return check(store, wrong, { secret }).map(({ property }) => property);
}

describe("which property a failure names", () => {
  it("is the path of each where nothing is secret, and no key of a map", () => {
    expect(named([])).toEqual(["name", "expiresAfter.days", "metadata[...]", "fileIds[1]"]);
  });

  it("is none where all may be secret; then the path stands before the reason", () => {
    expect(check(store, wrong, { secret: "all" })).toEqual([
      { property: "", path: "name", reason: "name: must be text" },
      { property: "", path: "expiresAfter.days", reason: "expiresAfter.days: must be at most 365" },
      { property: "", path: "metadata[...]", reason: "metadata[...]: must be text" },
      { property: "", path: "fileIds[1]", reason: "fileIds[1]: must be text" },
    ]);
  });

  test.each<[string, Path, string[]]>([
    ["the value itself", ["name"], ["", "expiresAfter.days", "metadata[...]", "fileIds[1]"]],
    ["a value above it", ["expiresAfter"], ["name", "", "metadata[...]", "fileIds[1]"]],
    ["a value below it", ["metadata", "team", "of"], ["name", "expiresAfter.days", "", "fileIds[1]"]],
    ["an element", ["fileIds", 1], ["name", "expiresAfter.days", "metadata[...]", ""]],
  ])("is none where %s is secret", (_, path, properties) => {
    expect(named([path])).toEqual(properties);
  });

  it("is the path where only a value beside it is secret", () => {
    expect(named([["expiresAfter", "anchor"], ["fileIds", 0], ["metadata", "tea"], ["nam"]])).toEqual(
      named([]),
    );
  });

  it("stays in a sentence that names the argument already", () => {
    expect(check(kindOf("Project"), { nmae: "x" }, { secret: "all" })).toEqual([
      { property: "", path: "nmae", reason: 'Project has no argument "nmae"; did you mean "name"?' },
      { property: "", path: "name", reason: '"name" is required' },
    ]);
  });
});

describe("a field that there is not", () => {
  it("is answered with those that there are, of the variant that was chosen", () => {
    const reasonOf = (chunkingStrategy: object) =>
      check(kindOf("VectorStoreFile"), {
        vectorStoreId: "vs_1",
        fileId: "file-1",
        chunkingStrategy: { ...chunkingStrategy },
      }).map(({ path, reason }) => [path, reason]);
    expect(reasonOf({ type: "auto", size: 7 })).toEqual([["chunkingStrategy", "has only the field type"]]);
    const sizes = { maxChunkSizeTokens: 800, chunkOverlapTokens: 400 };
    expect(reasonOf({ type: "static", static: { ...sizes, chunkOverlapToken: 7 } })).toEqual([
      [
        "chunkingStrategy.static",
        'has only the fields maxChunkSizeTokens, chunkOverlapTokens; did you mean "chunkOverlapTokens"?',
      ],
    ]);
  });
});
