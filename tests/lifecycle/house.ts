import { createHash } from "node:crypto";
import { seedKeys } from "../../emulator";
import { isOpenAIError, type OpenAIError } from "../../provider/api/errors";
import { parseId } from "../../provider/kernel/identity";
import { toWire } from "../../provider/kernel/names";
import { isObject, type Properties } from "../../provider/kernel/values";
import { create } from "../../provider/lifecycle/create";
import { read, type Seen } from "../../provider/lifecycle/read";
import { PartialSuccess, type Saved } from "../../provider/lifecycle/saved";
import { Session } from "../../provider/lifecycle/session";
import { catalog } from "../../provider/resources/catalog";
import type { Workshop } from "../support/workshop";

export type Declaration = (typeof catalog)[number];

function kind(token: string): Declaration {
  const declaration = catalog.find((candidate) => candidate.token === token);
  if (!declaration) throw new Error(`no kind ${token}`);
  return declaration;
}

export const Project = kind("Project");
export const Account = kind("ProjectServiceAccount");
export const Key = kind("ServiceAccountApiKey");
export const RateLimit = kind("ProjectRateLimit");
export const Role = kind("ProjectRole");
export const Assignment = kind("ProjectUserRoleAssignment");
export const VectorStore = kind("VectorStore");
export const Webhook = kind("WebhookEndpoint");

export const everyKind = catalog.map((declaration) => [declaration.token, declaration] as const);

/** An object with the arguments of the program that made it. */
export interface Resident {
  declaration: Declaration;
  args: Properties;
  saved: Saved;
  /** The key of the project that it lives in, where that is not the stack's. */
  apiKey?: string;
}

/** One object, old enough that nobody has to wait for it. */
export async function resident(
  place: Workshop,
  declaration: Declaration,
  args: Properties,
  apiKey?: string,
): Promise<Resident> {
  const saved = await create(place.session(), declaration, args, apiKey);
  place.emulator.advance(600);
  place.calls();
  return { declaration, args, saved, apiKey };
}

/** A project of its own, as the home of what is tested. */
export async function newProject(place: Workshop, name = "home"): Promise<string> {
  return (await resident(place, Project, { name })).saved.id;
}

/** The arguments of one object of each kind; what lives in a project lives in this one. */
export async function argsOf(
  place: Workshop,
  declaration: Declaration,
  projectId: string,
): Promise<Properties> {
  switch (declaration) {
    case Project:
      return { name: "search" };
    case Account:
      return { projectId, name: "deployer", role: "member" };
    case Key: {
      const account = await resident(place, Account, { projectId, name: "holder" });
      const serviceAccountId = account.saved.live.serviceAccountId;
      return { projectId, serviceAccountId, name: "runtime", scopes: ["api.model.read"] };
    }
    case RateLimit:
      return { projectId, model: "gpt-4o", maxRequestsPer1Minute: 100 };
    case Role:
      return { projectId, name: "auditor", permissions: ["api.model.read", "api.files.read"] };
    case Assignment:
      return { projectId, userId: "user-bob", roleId: "role-api-project-viewer" };
    case VectorStore:
      return { name: "docs", metadata: { team: "support" } };
    case Webhook:
      return { name: "watcher", url: "https://hooks.example.com/a", eventTypes: ["batch.completed"] };
    default:
      throw new Error(`no sample of ${declaration.token}`);
  }
}

export async function anyResident(place: Workshop, declaration: Declaration): Promise<Resident> {
  const projectId = await newProject(place);
  return resident(place, declaration, await argsOf(place, declaration, projectId));
}

export function look(session: Session, { declaration, saved, args, apiKey }: Resident) {
  return read(session, declaration, saved, args, apiKey);
}

export async function expectAlive(session: Session, it: Resident): Promise<Seen> {
  const seen = await look(session, it);
  if (!seen) throw new Error(`${it.declaration.token} ${it.saved.id} was called gone`);
  expect(seen.id).toBe(it.saved.id);
  return seen;
}

/** The emulator's name of a path of a declaration. */
export function route(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => `{${toWire(name)}}`);
}

export const itemOf = (declaration: Declaration) => route(declaration.at.item);
export const listOf = (declaration: Declaration) => route(declaration.at.list);

/** The object's own path, for what somebody does to it by hand. */
export function pathOf({ declaration, saved }: Resident): string {
  const ids = { ...saved.live, ...parseId(declaration, saved.id) };
  return declaration.at.item.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
}

/** Somebody uses the API beside the program. */
export async function byHand(
  place: Workshop,
  method: string,
  path: string,
  body?: Properties,
  key: string = seedKeys.admin,
): Promise<Properties> {
  const request = new Request(`http://emulator/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "openai-beta": "assistants=v2",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await place.emulator.fetch(request);
  const answer: unknown = await response.json();
  if (!response.ok || !isObject(answer)) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  place.calls();
  return answer;
}

export const keyFor = ({ declaration, apiKey }: Resident): string =>
  declaration.credential === "admin" ? seedKeys.admin : (apiKey ?? seedKeys.project);

const tableOf: Record<string, "projects" | "rate_limits"> = {
  Project: "projects",
  ProjectRateLimit: "rate_limits",
};

/** The object disappears: by its DELETE, or where the API has none from the emulator's state. */
export async function removeByHand(place: Workshop, it: Resident): Promise<void> {
  const table = tableOf[it.declaration.token];
  if (!table) {
    await byHand(place, "DELETE", pathOf(it), undefined, keyFor(it));
    return;
  }
  const state = place.emulator.state();
  const id = it.saved.id.split("/").at(-1);
  if (table === "projects") state.tables.projects = state.tables.projects.filter((row) => row.id !== id);
  else {
    state.tables.rate_limits = state.tables.rate_limits.filter(
      (row) => row.id !== id || !it.saved.id.startsWith(row.project_id),
    );
  }
  place.emulator.restore(state);
}

/** A key that works from now on, beside the seeded ones. */
export function addAdminKey(place: Workshop, key: string, organization = "org-emulator"): void {
  const state = place.emulator.state();
  state.tables.admin_keys.push({
    id: `key_admin_${key.length}`,
    seq: 1_000_000,
    organization_id: organization,
    hash: createHash("sha256").update(key).digest("hex"),
    redacted_value: "sk-...",
    owner_user_id: "user-alice",
  });
  place.emulator.restore(state);
}

export function addProjectKey(place: Workshop, key: string, projectId = "proj_default"): void {
  const state = place.emulator.state();
  state.tables.project_keys.push({
    id: `key_${key.length}`,
    seq: 1_000_001,
    project_id: projectId,
    name: "rotated",
    hash: createHash("sha256").update(key).digest("hex"),
    redacted_value: "sk-...",
    created_at: 1_700_000_000,
    last_used_at: null,
    expires_at: null,
    scopes: [],
    owner: { type: "user", id: "user-alice" },
  });
  place.emulator.restore(state);
}

export const fingerprintOf = (key: string) => createHash("sha256").update(key).digest("hex").slice(0, 12);

/** A call as it left: with its body, which the emulator's journal does not keep. */
export interface Sent {
  call: string;
  body: unknown;
  at: number;
}

/** A run whose calls are noted, with the virtual time at which each left. */
export function noted(place: Workshop, session = place.session()): { session: Session; sent: Sent[] } {
  const sent: Sent[] = [];
  const { wire } = session.surroundings;
  const noting = new Session(session.raw, {
    ...session.surroundings,
    wire: (request, signal) => {
      const path = new URL(request.url).pathname.replace(/^\/v1/, "");
      const body: unknown = request.body === undefined ? undefined : JSON.parse(request.body);
      sent.push({ call: `${request.method} ${path}`, body, at: place.clock.now() });
      return wire(request, signal);
    },
  });
  return { session: noting, sent };
}

export async function errorOf(work: Promise<unknown>): Promise<OpenAIError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`no error, but ${JSON.stringify(outcome.value)}`);
  if (!isOpenAIError(outcome.error)) throw outcome.error;
  return outcome.error;
}

export async function partialOf(work: Promise<unknown>): Promise<PartialSuccess> {
  const error = await errorOf(work);
  if (!(error instanceof PartialSuccess)) throw error;
  return error;
}

/** A page that holds nothing, as an incident may show one. */
export const emptyPage = {
  object: "list",
  data: [],
  first_id: null,
  last_id: null,
  has_more: false,
  next: null,
};
export const notFoundBody = {
  error: { message: "Not found.", type: "invalid_request_error", param: null, code: "not_found" },
};
