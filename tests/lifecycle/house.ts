import { createHash } from "node:crypto";
import { seedKeys } from "../../emulator";
import type { Declaration, Thing } from "../../provider/kernel/declaration";
import { isOpenAIError, type OpenAIError } from "../../provider/kernel/errors";
import { collectionOf, parseId } from "../../provider/kernel/identity";
import { isObject, type Properties } from "../../provider/kernel/values";
import type { Seen } from "../../provider/lifecycle/see/read";
import { PartialSuccess, type Saved } from "../../provider/lifecycle/session/saved";
import { Session } from "../../provider/lifecycle/session/session";
import { kindOf, unwaited } from "../kernel/facts";
import { create, read } from "../support/entries";
import { type Home, removeRow, route, sampleArgs, slowDown } from "../support/fixtures";
import { thrownBy } from "../support/thrown";
import type { Workshop } from "../support/workshop";

export { everyId as everyObject, route } from "../support/fixtures";
export type { Declaration };

export const Project = kindOf("Project");
export const Account = kindOf("ProjectServiceAccount");
export const Key = kindOf("ServiceAccountApiKey");
export const RateLimit = kindOf("ProjectRateLimit");
export const Role = kindOf("ProjectRole");
export const Assignment = kindOf("ProjectUserRoleAssignment");
export const VectorStore = kindOf("VectorStore");
export const Webhook = kindOf("WebhookEndpoint");

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

/** Service accounts in a project of their own. */
export async function accounts(place: Workshop, count: number): Promise<Resident[]> {
  const projectId = await newProject(place);
  const all: Resident[] = [];
  for (let n = 0; n < count; n++) all.push(await resident(place, Account, { projectId, name: `bot-${n}` }));
  return all;
}

/** The sample's arguments. A run then goes on for days. */
export async function argsOf(place: Workshop, declaration: Declaration, home?: Home): Promise<Properties> {
  slowDown(place);
  return { ...(await sampleArgs(place, declaration, home)), ...unwaited(declaration) };
}

/** An object of a kind, with everything that it needs: in a project of its own, or in the given home. */
export async function anyResident(place: Workshop, declaration: Declaration, home?: Home): Promise<Resident> {
  const args = await argsOf(place, declaration, home);
  return resident(place, declaration, args, declaration.credential === "project" ? home?.apiKey : undefined);
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

export const itemOf = (declaration: Thing) => route(declaration.at.item);
export const listOf = (declaration: Thing) => route(collectionOf(declaration).template);

/** The call that destroying makes. */
export function endOf({ at, end }: Declaration): { method: "POST" | "DELETE"; route: string } {
  if (end === "erase") return { method: "DELETE", route: route(at.item) };
  return { method: "POST", route: route(end === "restore" ? at.item : at.item + end.post) };
}

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

/** The object disappears: by its DELETE, or where the API has none from the emulator's state. */
export async function removeByHand(place: Workshop, it: Resident): Promise<void> {
  if (it.declaration.end !== "erase") removeRow(place, it.declaration, it.saved.id);
  else await byHand(place, "DELETE", pathOf(it), undefined, keyFor(it));
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
      const isJson = request.headers["content-type"] === "application/json";
      const body: unknown = isJson ? JSON.parse(String(request.body)) : request.body;
      sent.push({ call: `${request.method} ${path}`, body, at: place.clock.now() });
      return wire(request, signal);
    },
  });
  return { session: noting, sent };
}

/** The provider's own error that work ends with. */
export async function errorOf(work: Promise<unknown>): Promise<OpenAIError> {
  const error = await thrownBy(work);
  if (!isOpenAIError(error)) throw error;
  return error;
}

export async function partialOf(work: Promise<unknown>): Promise<PartialSuccess> {
  const error = await errorOf(work);
  if (!(error instanceof PartialSuccess)) throw error;
  return error;
}
