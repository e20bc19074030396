import { check } from "../../provider/kernel/check";
import { nameOfSource, withDefaults } from "../../provider/kernel/defaults";
import { diff } from "../../provider/kernel/diff";
import { type Properties, unknownValue } from "../../provider/kernel/values";
import { everyKind, kindOf } from "./facts";

const file = kindOf("File");
const hash = "a".repeat(64);

describe("the name of a file that the program does not name", () => {
  test.each<[string, Properties, string | undefined]>([
    ["a path", { path: "./docs/returns.md" }, "returns.md"],
    ["a path of another system", { path: "docs\\returns.md" }, "returns.md"],
    [
      "an address, without its question",
      { uri: "https://example.com/a/My%20returns.md?key=7#top" },
      "My returns.md",
    ],
    ["an address of a file here", { uri: "file:///srv/returns.md" }, "returns.md"],
    ["an address with a broken escape", { uri: "https://example.com/100%.md" }, "100%.md"],
    ["an address of no file", { uri: "https://example.com/" }, undefined],
    ["what is no address", { uri: "returns" }, undefined],
    ["a text", { text: "# Returns" }, undefined],
  ])("is that of %s", (_, source, name) => {
    expect(nameOfSource(source)).toBe(name);
    expect(withDefaults(file, { source, purpose: "assistants" }).filename).toBe(name);
  });

  it("is the program's where it gives one, and none where the source is not known or not given", () => {
    const source = { path: "a.md" };
    expect(withDefaults(file, { source, filename: "b.md" })).toEqual({ source, filename: "b.md" });
    expect(withDefaults(file, { source, filename: unknownValue })).toEqual({
      source,
      filename: unknownValue,
    });
    expect(withDefaults(file, { source: unknownValue })).toEqual({ source: unknownValue });
    expect(withDefaults(file, { source: { path: unknownValue } })).toEqual({
      source: { path: unknownValue },
    });
    expect(withDefaults(file, {})).toEqual({});
  });

  it("is nothing that other kinds have", () => {
    for (const [token, declaration] of everyKind) {
      if (token !== "File")
        expect(withDefaults(declaration, { source: { path: "a" } })).toEqual({ source: { path: "a" } });
    }
  });

  it("replaces the file when it changes, for it decides what the file is, whatever the bytes are", () => {
    const olds = { source: { hash, path: "a.md" }, filename: "a.md" };
    const news = withDefaults(file, { source: { hash, path: "a.json" } });
    expect(diff(file, olds, news, { filename: "a.md" }).replaces).toEqual(["filename"]);
  });

  it("is no change over a state from before it was an argument, unless it changes too", () => {
    const olds = { source: { hash }, purpose: "assistants" };
    const news = { ...olds, filename: "a.md" };
    expect(diff(file, olds, news, { filename: "a.md" })).toEqual({
      changes: new Map(),
      replaces: [],
      deleteBeforeReplace: false,
      beyondInputs: false,
    });
    expect(diff(file, olds, news, { filename: "b.md" }).replaces).toEqual(["filename"]);
  });

  it("must be given where the source has none", () => {
    const reasons = (source: Properties) =>
      check(file, { source, purpose: "assistants" }).map(({ path, reason }) => `${path}: ${reason}`);
    expect(reasons({ text: "a" })).toEqual([
      "filename: a text has no file name of its own: give one, such as notes.txt",
    ]);
    expect(reasons({ uri: "https://example.com/" })).toEqual([
      "filename: this source has no file name of its own: give one, such as notes.txt",
    ]);
    expect(reasons({ path: "a.md" })).toEqual([]);
  });
});

describe("an archive as a source", () => {
  const mark = "4dabf18193072939515e22adb298388d";
  const archive = "0def7320c3a5731c473e5ecbe6d01bc7";
  const asset = "c44067f5952c0a294b673a41bacd8c17";
  const checked = (source: Properties) => check(file, { source, filename: "a.zip", purpose: "assistants" });

  test.each<[string, Properties]>([
    ["of a folder", { [mark]: archive, path: "./docs" }],
    ["of an address", { [mark]: archive, uri: "https://example.com/a.zip" }],
    ["made of assets", { [mark]: archive, assets: { "a.txt": { [mark]: asset, text: "a" } } }],
    ["made of assets, without its mark", { assets: {} }],
  ])("%s gets a sentence", (_, source) => {
    expect(checked(source)).toEqual([
      { property: "source", path: "source", reason: "must be a file, a text or an address, not an archive" },
    ]);
  });

  it("is told from an asset by its mark", () => {
    expect(checked({ [mark]: asset, path: "a.zip" })).toEqual([]);
    expect(checked({ path: "a.zip" })).toEqual([]);
  });
});
