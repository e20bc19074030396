import { type ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type Declaration, namesIn } from "../kernel/declaration";
import { OpenAIError } from "../kernel/errors";
import { hasUnknown, isAbsent, type Properties } from "../kernel/values";
import { type Listed, list } from "../lifecycle/see/list";
import { decode } from "./decode";
import type { Run } from "./run";
import { declarationOf } from "./subject";

const { Computed, Continuation, Result } = ListResponse;

/** Where nobody says how many a page shall hold. */
const usualPage = 100;

/** What there is of a kind below its parents, by ids that can be imported; what is not ours to manage cannot. */
export async function* listResources(run: Run, request: ListRequest): AsyncGenerator<ListResponse> {
  const declaration = declarationOf(request.getToken());
  const { properties } = decode(request.getQuery());
  const parents = parentsIn(declaration, properties);
  if (hasUnknown(parents)) {
    yield new ListResponse().setComputed(new Computed());
    return;
  }
  const listing = begun(run, declaration, parents, request.getContinuationToken());
  const limit = request.getLimit() > 0 ? request.getLimit() : Number.POSITIVE_INFINITY;
  const page = Math.min(limit, request.getPageSize() > 0 ? request.getPageSize() : usualPage);
  let isOver = false;
  try {
    for (let shown = 0; shown < page; ) {
      const next = await listing.next();
      if (next.done) {
        isOver = true;
        return;
      }
      if (next.value.foreign !== undefined) continue;
      shown++;
      yield new ListResponse().setResult(resultOf(declaration, next.value));
    }
    // Whoever wanted no more than these wants no next page either.
    if (limit <= page) return;
    isOver = true;
    const token = run.listings.keep(listing);
    yield new ListResponse().setContinuation(new Continuation().setContinuationToken(token));
  } finally {
    if (!isOver) await listing.return?.();
  }
}

function begun(run: Run, declaration: Declaration, parents: Properties, token: string) {
  if (token === "") {
    const operation = run.operation({ declaration, urn: "", name: "" }, 0);
    return list(operation, parents)[Symbol.asyncIterator]();
  }
  const listing = run.listings.take(token);
  if (listing) return listing;
  const message = "This page of the listing was seen already, or belongs to another command.";
  throw new OpenAIError("usage", `${message} Begin the listing anew.`);
}

/** The arguments that lead to a collection; nothing else can be asked for, and what is missing cannot be guessed. */
function parentsIn({ token, at }: Declaration, query: Properties): Properties {
  if (at.list === undefined) throw new OpenAIError("usage", `OpenAI lists no ${token} objects.`);
  const names = namesIn(at.list);
  const said = Object.keys(query).filter((name) => !isAbsent(query[name]));
  const strange = said.filter((name) => !names.includes(name));
  const missing = names.filter((name) => !said.includes(name) || query[name] === "");
  if (strange.length === 0 && missing.length === 0) return query;
  const wanted = names.length === 0 ? "by nothing" : `by ${names.join(" and ")}`;
  const wrong = [
    ...missing.map((name) => `${name} is missing`),
    ...strange.map((name) => `${name} is none of these`),
  ];
  throw new OpenAIError(
    "usage",
    `${token} objects are listed ${wanted}: ${wrong.join(", ")}. Nothing was sent.`,
  );
}

function resultOf({ props }: Declaration, { id, live }: Listed): InstanceType<typeof Result> {
  const named = Object.keys(props).find((name) => props[name]?.options.named) ?? "name";
  const name = live[named];
  return new Result().setId(id).setName(typeof name === "string" ? name : id);
}
