import { ApiError, archived, badRequest, fineTuningClosed, notFound, unknownUrl } from "../api/errors";
import type { Call, Caller, Route, RouteFacts, World } from "../api/route";
import { type ProjectRow, projectTable } from "../state/identity";
import { authenticate, authorize } from "./auth";
import type { ReceivedBody } from "./body";
import { jsonReply, type Reply, replyWith } from "./reply";
import { validatorOf } from "./validate";

export interface Incoming {
  url: URL;
  headers: Headers;
  params: Record<string, string>;
  body: ReceivedBody;
}

function checkBeta(facts: RouteFacts, headers: Headers): void {
  if (facts.beta === undefined) return;
  const sent = (headers.get("openai-beta") ?? "").split(",").map((value) => value.trim());
  if (sent.includes(facts.beta)) return;
  const how = `Please try again by setting the header 'OpenAI-Beta: ${facts.beta}'`;
  throw badRequest(
    `You must provide the 'OpenAI-Beta' header to access this API. ${how}.`,
    null,
    "invalid_beta",
  );
}

/** The project that the call is about; another organization's does not exist for this caller. */
function projectOf(
  world: World,
  facts: RouteFacts,
  caller: Caller,
  fromPath: string | undefined,
): ProjectRow | null {
  const id = caller.kind === "project" ? caller.projectId : fromPath;
  if (id === undefined) return null;
  const row = world.store.find(
    projectTable,
    (project) => project.id === id && project.organization_id === caller.organizationId,
  );
  if (row === undefined) throw notFound(`The project ${id} was not found`);
  if (row.archived_at !== null && facts.archivedToo !== true) throw archived(id);
  return row;
}

function call(truth: World, facts: Route, caller: Caller, incoming: Incoming): unknown {
  checkBeta(facts, incoming.headers);
  const world = { ...truth, store: truth.lag.seenBy({ ...facts, params: incoming.params }) };
  const project = projectOf(world, facts, caller, incoming.params.project_id);
  const validator = validatorOf(facts);
  const query = validator.query(incoming.url.searchParams);
  const body = validator.body(incoming.body);
  const context: Call<unknown, unknown> = {
    world,
    caller,
    query,
    body,
    param(name) {
      const value = incoming.params[name];
      if (value === undefined) throw new Error(`${facts.route} has no parameter ${name}`);
      return value;
    },
    project() {
      if (project === null) throw new Error(`${facts.route} is not about a project`);
      return project;
    },
  };
  return facts.handle(context);
}

function refusal(error: unknown): Reply {
  if (!(error instanceof ApiError)) throw error;
  return jsonReply(error.status, error.body());
}

/** The true answer, without faults: who calls, may they, is the request well formed, what happens. */
export function answer(world: World, facts: Route, incoming: Incoming): Reply | Promise<Reply> {
  try {
    if (facts.goneAfter !== undefined && world.sunsets.has(facts.goneAfter)) {
      throw unknownUrl(facts.method, incoming.url.pathname);
    }
    const identity = authenticate(world, incoming.headers);
    authorize(facts, identity, world.now());
    if (facts.closedAfter !== undefined && world.sunsets.has(facts.closedAfter)) throw fineTuningClosed();
    const given = call(world, facts, identity.caller, incoming);
    return given instanceof Promise ? given.then(replyWith, refusal) : replyWith(given);
  } catch (error) {
    return refusal(error);
  } finally {
    world.lag.note();
  }
}
