import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dynamicClasses } from "./dynamic-classes";
import { referencePages, resourceTable } from "./reference";
import { packageSchema } from "./schema";

/** Writes everything that follows from the catalog, below the folder given as the only argument. */
const root = process.argv[2] ?? ".";
writeFileSync(join(root, "schema.json"), `${JSON.stringify(packageSchema(), null, 2)}\n`);
writeFileSync(join(root, "sdk/dynamic/resources.ts"), dynamicClasses());
const reference = join(root, "docs/reference");
rmSync(reference, { recursive: true, force: true });
mkdirSync(reference, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) writeFileSync(join(reference, name), text);

const readme = join(root, "README.md");
const table = resourceTable("docs/reference/");
const marked = /(<!-- resources: [^>]*-->\n)[\s\S]*?(<!-- \/resources -->)/;
writeFileSync(readme, readFileSync(readme, "utf8").replace(marked, `$1\n${table}\n\n$2`));
