import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The package as users get it, made by `make build`. */
export const tarball = resolve(".build/pulumi-openai.tgz");

/** Pulumi's SDK in the version that this checkout is tested with. */
const pulumiSdk = `@pulumi/pulumi@${JSON.parse(readFileSync("node_modules/@pulumi/pulumi/package.json", "utf8")).version}`;

/** Installs the packed package and Pulumi's SDK into a folder, unless just these are there already. Says whether it had to. */
export function installPackage(folder: string, more: string[] = []): boolean {
  if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run \`make build\` first`);
  const wanted = createHash("sha256")
    .update(readFileSync(tarball))
    .update([pulumiSdk, ...more].join(" "))
    .digest("hex");
  const stamp = join(folder, "node_modules", ".installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;
  mkdirSync(folder, { recursive: true });
  // Without a package.json of its own npm would take the nearest one above for the program's.
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, `${JSON.stringify({ private: true })}\n`);
  execFileSync(
    "npm",
    [
      "install",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--loglevel=error",
      tarball,
      pulumiSdk,
      ...more,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  writeFileSync(stamp, wanted);
  return true;
}
