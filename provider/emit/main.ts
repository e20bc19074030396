import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dynamicClasses } from "./dynamic-classes";
import { deletionTable, referencePages, resourceTable } from "./reference";
import { packageSchema } from "./schema";

/** Writes everything that follows from the catalog, below the folder given as the only argument. */
const root = process.argv[2] ?? ".";
writeFileSync(join(root, "schema.json"), `${JSON.stringify(packageSchema(), null, 2)}\n`);
writeFileSync(join(root, "sdk/dynamic/resources.ts"), dynamicClasses());
const reference = join(root, "docs/reference");
rmSync(reference, { recursive: true, force: true });
mkdirSync(reference, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) writeFileSync(join(reference, name), text);

fillIn("README.md", "resources", resourceTable("docs/reference/"));
fillIn("docs/deletion.md", "deletions", deletionTable());

/** Writes a table between the two marks that a page has for it. */
function fillIn(page: string, name: string, table: string): void {
  const file = join(root, page);
  const text = readFileSync(file, "utf8");
  const marked = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marked.test(text)) throw new Error(`${page} has no place for the table of ${name}`);
  writeFileSync(
    file,
    text.replace(marked, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`),
  );
}
