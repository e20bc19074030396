// Compiles the sources to dist/ and packs the npm package as users get it: .build/pulumi-openai.tgz
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const run = (command, args, cwd = ".") =>
  execFileSync(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
const stage = ".build/package";
const facts = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("dist", { recursive: true, force: true });
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

try {
  run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"]);
} catch (error) {
  process.stderr.write(String(error.stdout));
  process.exit(1);
}
// Sources import the package's own package.json by the package's name; the compiler's copy would be a second one.
rmSync("dist/package.json", { force: true });
// The generated SDK asks the package.json beside it for its version. It must not say that it is a Pulumi resource
// package: `pulumi install` would then look for a plugin to download, for programs that never need one.
writeFileSync(
  "dist/sdk/nodejs/package.json",
  `${JSON.stringify({ name: facts.name, version: facts.version })}\n`,
);

// ES modules find the names of a CommonJS module by reading it, and the generated getters are written in a way that
// they do not see. This line is never run; it tells them.
const settings = Object.keys(JSON.parse(readFileSync("schema.json", "utf8")).config.variables);
appendFileSync("dist/sdk/nodejs/config/index.js", `0 && (module.exports = { ${settings.join(", ")} });\n`);

cpSync("dist", join(stage, "dist"), { recursive: true });
for (const name of ["README.md", "CHANGELOG.md", "LICENSE", "schema.json"]) {
  if (existsSync(name)) cpSync(name, join(stage, name));
}
// `exports` alone is invisible to `moduleResolution: node`, which Pulumi's own TypeScript uses: a folder for each path.
for (const [path, target] of Object.entries(facts.exports)) {
  if (typeof target === "string" || path === ".") continue;
  mkdirSync(join(stage, path), { recursive: true });
  const stub = { main: join("..", target.default), types: join("..", target.types) };
  writeFileSync(join(stage, path, "package.json"), `${JSON.stringify(stub)}\n`);
}
const { devDependencies, scripts, ...published } = facts;
published.files = undefined;
writeFileSync(join(stage, "package.json"), `${JSON.stringify(published, null, 2)}\n`);

const packed = String(run("npm", ["pack", "--silent", "--pack-destination", ".."], stage))
  .trim()
  .split("\n")
  .at(-1);
renameSync(join(".build", packed), ".build/pulumi-openai.tgz");
console.log(`[build] .build/pulumi-openai.tgz (${facts.name} ${facts.version})`);
