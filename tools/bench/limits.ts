import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding } from "./finding";
import { aimsOf, aimsTable } from "./virtual/aims";
import { runMatrix } from "./virtual/matrix";
import { plot } from "./virtual/plot";
import {
  formsTable,
  helpsTable,
  panelsOf,
  ratesTable,
  routesTable,
  scenariosTable,
  strategiesTable,
} from "./virtual/tables";

const drawing = "docs/performance/limits.svg";

/** Commands at a limit, in virtual time: the same numbers in every run. */
export async function limits(): Promise<Finding> {
  const matrix = await runMatrix();
  mkdirSync(dirname(drawing), { recursive: true });
  writeFileSync(drawing, plot(panelsOf(matrix)));
  const tables = [
    aimsTable(aimsOf(matrix)),
    "![time against size](performance/limits.svg)",
    "### At seven a minute",
    scenariosTable(matrix),
    "### At other rates",
    ratesTable(matrix),
    "### Other ways to do the same",
    strategiesTable(matrix),
    "### Forms of limits",
    formsTable(matrix),
    "### What helps",
    helpsTable(matrix),
    "### Calls by route, at a limit",
    routesTable(matrix),
  ];
  return { numbers: matrix, tables: tables.join("\n\n") };
}
