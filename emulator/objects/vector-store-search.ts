import { badRequest } from "../api/errors";
import type { World } from "../api/route";
import { contentOf } from "../state/contents";
import { fileTable } from "./files";
import type { VectorStoreFileRow, VectorStoreRow } from "./vector-store-tables";
import { filesIn } from "./vector-stores";

type Value = string | number | boolean;

interface Comparison {
  type: "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "in" | "nin";
  key: string;
  value: Value | (string | number)[];
}

type Filter = Comparison | { type: "and" | "or"; filters: Filter[] };

export interface Search {
  query: string | string[];
  max_num_results?: number;
  filters?: Filter;
  ranking_options?: { ranker?: string; score_threshold?: number };
}

const charactersOfToken = 4;

/** Pieces as long as the file's chunking says, each beginning within the one before it. */
function chunksOf(text: string, { chunks }: VectorStoreFileRow): string[] {
  const size = chunks.max_chunk_size_tokens * charactersOfToken;
  const step = Math.max(1, size - chunks.chunk_overlap_tokens * charactersOfToken);
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start + size - step < text.length; start += step) {
    pieces.push(text.slice(start, start + size));
  }
  return pieces;
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** How many of the query's words are in the text: enough to find what a test has put there. */
function scoreOf(text: string, query: string): number {
  const wanted = [...new Set(wordsIn(query))];
  const there = new Set(wordsIn(text));
  return wanted.length === 0 ? 0 : wanted.filter((word) => there.has(word)).length / wanted.length;
}

function compares({ type, value }: Comparison, actual: Value | undefined): boolean {
  const among = Array.isArray(value) && value.some((one) => one === actual);
  if (type === "in") return among;
  if (type === "nin") return !among;
  if (type === "eq") return actual === value;
  if (type === "ne") return actual !== value;
  if (actual === undefined || Array.isArray(value) || typeof actual !== typeof value) return false;
  return { gt: actual > value, gte: actual >= value, lt: actual < value, lte: actual <= value }[type];
}

function matches(filter: Filter, attributes: VectorStoreFileRow["attributes"]): boolean {
  if ("filters" in filter) {
    const match = (part: Filter) => matches(part, attributes);
    return filter.type === "and" ? filter.filters.every(match) : filter.filters.some(match);
  }
  return compares(filter, attributes[filter.key]);
}

function checkFilter(filter: Filter): void {
  if ("filters" in filter) {
    filter.filters.forEach(checkFilter);
    return;
  }
  const isList = filter.type === "in" || filter.type === "nin";
  if (Array.isArray(filter.value) === isList) return;
  throw badRequest(`'${filter.type}' takes ${isList ? "a list" : "one value"}.`, "filters", "invalid_value");
}

/** The text that was read from a file, or null where none was: it is not indexed, or too large to be kept. */
export function textOf(world: World, row: VectorStoreFileRow): string | null {
  const file = world.store.find(fileTable, (candidate) => candidate.id === row.id);
  if (file === undefined || row.status !== "completed") return null;
  const bytes = contentOf(world.store.contents, file.sha256);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

export function search(world: World, store: VectorStoreRow, wanted: Search): object[] {
  const { filters, max_num_results: most = 10, ranking_options: ranking } = wanted;
  if (filters !== undefined) checkFilter(filters);
  const queries = [wanted.query].flat();
  const found = filesIn(world, store, { counts: true })
    .filter((row) => filters === undefined || matches(filters, row.attributes))
    .flatMap((row) =>
      chunksOf(textOf(world, row) ?? "", row).map((text) => ({
        row,
        text,
        score: Math.max(0, ...queries.map((query) => scoreOf(text, query))),
      })),
    )
    .filter(({ score }) => score > 0 && score >= (ranking?.score_threshold ?? 0));
  return [...found]
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ row, text, score }) => ({
      file_id: row.id,
      filename: world.store.find(fileTable, (file) => file.id === row.id)?.filename ?? "",
      score,
      attributes: row.attributes,
      content: [{ type: "text", text }],
    }));
}
