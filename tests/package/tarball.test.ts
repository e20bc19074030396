import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { place, room, tarball } from "./room";

type Manifest = Record<string, unknown>;

const unpacked = place(room, "unpacked", {});
execFileSync("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components=1"]);
const packed = (path: string) => readFileSync(join(unpacked, path), "utf8");
const json = (path: string) => JSON.parse(packed(path)) as Manifest;

const files = String(execFileSync("tar", ["-tzf", tarball]))
  .trim()
  .split("\n")
  .map((file) => file.replace(/^package\//, ""));
const manifests = files.filter((file) => file.endsWith("package.json"));
const text = files.filter((file) => /\.(js|ts|json|cmd|md)$/.test(file));

describe("The tarball", () => {
  it("says in no package.json that it is a Pulumi package, which would make `pulumi install` look for a plugin", () => {
    expect(manifests).toContain("dist/sdk/nodejs/package.json");
    expect(manifests.filter((file) => "pulumi" in json(file))).toEqual([]);
  });

  it("gives the generated SDK a package.json with name and version, and nothing else", () => {
    const { name, version } = json("package.json");
    expect(json("dist/sdk/nodejs/package.json")).toEqual({ name, version });
  });

  it("holds no sources, source maps, tests or tools", () => {
    const strangers =
      /^(tests|tools|examples|docs|provider|sdk|node_modules|\.)|\.map$|(?<!\.d)\.[mc]?ts$|\.test\.|\.tsbuildinfo$|\.go$|\/?(tsconfig|jest|biome|knip)[^/]*\.json$|-lock\./;
    expect(files.filter((file) => strangers.test(file))).toEqual([]);
    expect(text.filter((file) => packed(file).includes("sourceMappingURL"))).toEqual([]);
  });

  it("names no folder of the machine that built it", () => {
    expect(text.filter((file) => packed(file).includes(process.cwd()))).toEqual([]);
  });

  it.each(["LICENSE", "README.md", "CHANGELOG.md"].filter((file) => existsSync(file)))("holds %s", (file) => {
    expect(files).toContain(file);
  });

  it("asks its users neither to run scripts nor for the tools that it was built with", () => {
    expect(json("package.json")).not.toHaveProperty("scripts");
    expect(json("package.json")).not.toHaveProperty("devDependencies");
    expect(json("package.json")).not.toHaveProperty("private");
    expect(json("package.json").dependencies).not.toHaveProperty("@pulumi/pulumi");
  });

  it("has every file that its package.json leads to", () => {
    const { main, types, exports, bin } = json("package.json");
    const led = JSON.stringify([main, types, exports, bin]).match(/"\.\/[^"]+\.(js|json|ts)"/g) ?? [];
    const targets = led.map((quoted) => quoted.slice(3, -1));
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !files.includes(target))).toEqual([]);
  });

  it("has a folder for each code path of `exports`, for programs that do not look at `exports`", () => {
    const { exports } = json("package.json") as { exports: Record<string, string | Manifest> };
    const paths = Object.entries(exports).filter(
      ([path, target]) => typeof target !== "string" && path !== ".",
    );
    expect(paths.map(([path]) => path)).toEqual(["./dynamic", "./emulator", "./types", "./config"]);
    for (const [path, target] of paths) {
      const stub = json(join(path, "package.json"));
      expect(Object.keys(stub).sort()).toEqual(["main", "types"]);
      const { default: main, types } = target as Manifest;
      expect({
        default: `./${join(path, String(stub.main))}`,
        types: `./${join(path, String(stub.types))}`,
      }).toEqual({ default: main, types });
    }
  });

  it("has a declaration file for each module", () => {
    const modules = files.filter((file) => file.endsWith(".js") && dirname(file).startsWith("dist"));
    expect(modules.filter((file) => !files.includes(file.replace(/\.js$/, ".d.ts")))).toEqual([]);
  });
});
