import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import counted from "../../provider/escape-hatches.json";
import { catalog } from "../../provider/resources/catalog";

const sharedRooms = ["kernel", "api", "lifecycle", "dynamic"];
const sources = sharedRooms.flatMap((room) =>
  readdirSync(join("provider", room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => {
      const file = `provider/${room}/${name}`;
      return { file, text: readFileSync(file, "utf8") };
    }),
);

describe("escape hatches", () => {
  it("are all counted in provider/escape-hatches.json, each with its reason", () => {
    const marked = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/^\/\/ Escape hatch for (\w+)\.$/gm)].map(([, kind]) => `${file} for ${kind}`),
    );
    expect(marked.sort()).toEqual(counted.map(({ file, for: kind }) => `${file} for ${kind}`).sort());
    for (const { why } of counted) expect(why).toMatch(/^[A-Z].+\.$/);
  });

  // The number may fall, or rise in a commit that says why.
  it("number one", () => expect(counted).toHaveLength(1));

  it("are the only code that knows a kind by its name", () => {
    const tokens = new RegExp(`["'\`](${catalog.map(({ token }) => token).join("|")})["'\`]`);
    const branching = sources.filter(({ text }) => tokens.test(text)).map(({ file }) => file);
    expect(branching).toEqual([]);
  });
});
