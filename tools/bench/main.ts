import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { installPackage } from "../program/install";
import { cost } from "./cost";
import { creates } from "./creates";
import type { Measurement } from "./finding";
import { handlers } from "./handlers";
import { limits } from "./limits";
import { loading } from "./loading";
import { machine } from "./machine";
import { refreshes } from "./refreshes";
import { sockets } from "./sockets";
import { stacks } from "./stacks";

/** Each fills the part of its document that bears its name. To measure something more, add a file and name it here. */
const documents: Record<string, Record<string, Measurement>> = {
  "docs/performance.md": { machine, limits, sockets, handlers, loading, stacks },
  "docs/reliability.md": { creates, cost, refreshes },
};

/** They run in this process, on the source. */
const withoutPackage: readonly Measurement[] = [limits, creates, cost, refreshes];

const room = ".build/bench";
const results = `${room}/results.json`;

/**
 * `make bench`: measures all, or what ARGS names, keeps the numbers and puts the tables into the documents. With `--show`
 * they are only shown.
 */
async function main(args: string[]): Promise<void> {
  const isOnlyShown = args.includes("--show");
  const chosen = args.filter((arg) => arg !== "--show");
  const all = Object.entries(documents).flatMap(([document, measurements]) =>
    Object.entries(measurements).map(([name, measure]) => ({ name, measure, document })),
  );
  const unknown = chosen.find((name) => !all.some((one) => one.name === name));
  if (unknown) throw new Error(`there is no "${unknown}", only ${all.map(({ name }) => name).join(", ")}`);
  mkdirSync(room, { recursive: true });
  const wanted = all.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  if (wanted.some(({ measure }) => !withoutPackage.includes(measure))) {
    console.log("[bench] installing the packed package ...");
    console.log(installPackage(room) ? "[bench] installed" : "[bench] installed already");
  }
  for (const { name, measure, document } of wanted) {
    const { numbers, tables } = await measure(room);
    if (isOnlyShown) {
      console.log(tables);
      continue;
    }
    const earlier: object = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : {};
    writeFileSync(results, `${JSON.stringify({ ...earlier, [name]: numbers }, null, 2)}\n`);
    fillIn(document, name, tables);
    console.log(`[bench] ${name}: the numbers are in ${results}, the tables in ${document}`);
  }
}

function fillIn(document: string, name: string, tables: string): void {
  const marked = new RegExp(`(<!-- measured: ${name} -->\n)[\\s\\S]*?(<!-- /measured: ${name} -->)`);
  const text = readFileSync(document, "utf8");
  if (!marked.test(text)) throw new Error(`${document} has no place marked for "${name}"`);
  writeFileSync(
    document,
    text.replace(marked, (_, start, end) => `${start}\n${tables}\n\n${end}`),
  );
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`\n[bench] stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
