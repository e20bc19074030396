// Exits 0 when node_modules holds what package-lock.json names. npm notes what it installed in
// node_modules/.package-lock.json as its very last act, so an interrupted install is seen as none.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const problem = difference(
  read("package.json"),
  read("package-lock.json"),
  read("node_modules/.package-lock.json"),
);
if (problem) {
  console.log(problem);
  process.exit(1);
}

function difference(manifest, locked, installed) {
  if (!installed) return "nothing is installed";
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]) {
    if (!isDeepStrictEqual(manifest[kind] ?? {}, locked.packages[""][kind] ?? {})) {
      return `package.json and package-lock.json differ in ${kind}: run npm install`;
    }
  }
  for (const [path, wanted] of Object.entries(locked.packages)) {
    if (!path.startsWith("node_modules/")) continue;
    const found = installed.packages[path];
    // Packages for other machines are in the lock file and never installed.
    if (!found && (wanted.optional || wanted.devOptional || wanted.peer)) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) {
      return `${path} is ${found?.version ?? "missing"}, wanted ${wanted.version}`;
    }
  }
  const extra = Object.keys(installed.packages).find((path) => !locked.packages[path]);
  return extra && `${extra} is installed and not in package-lock.json`;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
