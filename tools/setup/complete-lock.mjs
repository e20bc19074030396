// Completes package-lock.json: `node tools/setup/complete-lock.mjs`, after `npm install`.
// Where the registry at hand does not have a package for some other machine (a mirror may lack those), npm install
// leaves it out of the lock file without a word, and npm ci then refuses that lock file everywhere. All that the lock
// file must say of such a package is its version and where it runs, and both stand in its dependent and its name.
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [dependentPath, dependent] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(dependent.optionalDependencies ?? {})) {
    if (placesSeenFrom(dependentPath).some((place) => lock.packages[`${place}node_modules/${name}`]))
      continue;
    if (!/^\d+\.\d+\.\d+\S*$/.test(range)) {
      throw new Error(`${dependentPath} wants ${name}@${range}, which names no one version: add it by hand`);
    }
    const path = `node_modules/${name}`;
    lock.packages[path] = {
      version: range,
      ...pick(dependent, ["dev", "peer"]),
      optional: true,
      ...machineOf(name),
    };
    added.push(`${name}@${range}`);
  }
}
if (added.length) {
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")),
  );
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  `${file}: ${added.length} packages for other machines added${added.map((name) => `\n  ${name}`).join("")}`,
);

// Node's search: node_modules of the package itself, then of every folder above it.
function placesSeenFrom(path) {
  const places = [""];
  for (let at = path; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0)))
    places.push(`${at}/`);
  return places;
}

function pick(entry, keys) {
  return Object.fromEntries(keys.filter((key) => key in entry).map((key) => [key, entry[key]]));
}

// From names such as @swc/core-linux-arm-gnueabihf: npm skips what is for another os or cpu.
function machineOf(name) {
  const words = name.split("/").at(-1).split("-");
  const os = words.find((word) =>
    ["android", "darwin", "freebsd", "linux", "openharmony", "win32"].includes(word),
  );
  const cpus = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];
  const cpu = words.find((word) => cpus.includes(word));
  if (!os || !cpu) throw new Error(`${name}: the name does not say where it runs: add it by hand`);
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu")) && "glibc";
  return { cpu: [cpu], ...(os === "linux" && libc ? { libc: [libc] } : {}), os: [os] };
}
