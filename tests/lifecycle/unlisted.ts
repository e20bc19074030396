import { z } from "zod";
import type { Wire } from "../../provider/api/wire";
import { former } from "../../provider/kernel/declaration";
import { resource } from "../../provider/kernel/resource";
import { isObject, type Properties } from "../../provider/kernel/values";
import { computed, fixed, mutable, parent } from "../../provider/kernel/words";
import { Session } from "../../provider/lifecycle/session/session";
import { project } from "../../provider/resources/project";
import { user } from "../../provider/resources/user";
import { FakeClock } from "../support/fake-clock";
import { notFoundBody } from "./false-answers";

/** Kinds that no call of the API lists: settings of which there is one, and objects that only their ids lead to. */

const page = "https://example.com";
const retained = {
  retentionType: mutable(z.enum(["organization_default", "none", "zero"]).optional(), "What is kept.", {
    clear: former,
    wire: { write: "retention_type", read: "type" },
  }),
  days: mutable(z.int().optional(), "For how long.", { clear: former }),
};

/** A setting that each project has once, there without us. */
export const ProjectRetention = resource({
  token: "ProjectRetention",
  about: "What is kept of a project's requests.",
  page,
  credential: "admin",
  kind: "existing",
  at: { item: "/organization/projects/{projectId}/data_retention" },
  id: "{projectId}",
  end: "restore",
  props: { projectId: parent(project, "Id of the project."), ...retained },
  examples: [{ title: "Nothing", args: { projectId: "proj_abc123", retentionType: "none" } }],
});

/** The same of the organization. */
export const OrganizationRetention = resource({
  token: "OrganizationRetention",
  about: "What is kept of all requests.",
  page,
  credential: "admin",
  kind: "existing",
  at: { item: "/organization/data_retention" },
  id: "organization",
  end: "restore",
  props: retained,
  examples: [{ title: "Nothing", args: { retentionType: "none" } }],
});

/** What the organization has once or not at all. */
export const SpendLimit = resource({
  token: "SpendLimit",
  about: "The most that the organization spends.",
  page,
  credential: "admin",
  at: { item: "/organization/spend_limit" },
  id: "organization",
  props: { amount: mutable(z.int(), "US cents a month.", { wire: "threshold_amount" }) },
  examples: [{ title: "A limit", args: { amount: 100 } }],
});

/** Objects of which there are many, and that their ids alone lead to. */
export const Voice = resource({
  token: "Voice",
  about: "A voice.",
  page,
  credential: "project",
  at: { create: "/audio/voices", item: "/audio/voices/{voiceId}" },
  id: "{voiceId}",
  sunset: { on: "2026-12-01", says: "Voices end on 2026-12-01.", serves: "/models" },
  props: {
    voiceId: computed(z.string(), "Id of the voice.", { wire: "id", example: "voice_abc123" }),
    name: fixed(z.string(), "Name."),
  },
  examples: [{ title: "A voice", args: { name: "calm" } }],
});

/** A link that is made by naming its end, and read by its own path alone. */
export const Seat = resource({
  token: "Seat",
  about: "A person's seat.",
  page,
  credential: "admin",
  kind: "edge",
  at: { create: "/organization/seats", item: "/organization/seats/{userId}" },
  id: "{userId}",
  props: { userId: parent(user, "Id of the user.") },
  examples: [{ title: "A seat", args: { userId: "user-abc123" } }],
});

/** What comes instead of an answer: the call is carried out or not, and the connection is cut; nothing is found; or it is there already. */
type Instead = "lost after" | "lost before" | "not found" | "exists";

/** A server that knows objects by their paths. It lists projects, and nothing else. */
export class PathServer {
  readonly clock = new FakeClock();
  readonly objects = new Map<string, Properties>();
  readonly said: string[] = [];
  sent: string[] = [];
  instead: (call: string) => Instead | undefined = () => undefined;
  #made = 0;

  session(): Session {
    const raw = { baseUrl: "http://localhost:1/v1", adminApiKey: "sk-admin-x", apiKey: "sk-proj-x" };
    const { clock, said } = this;
    return new Session(raw, { wire: this.#wire, clock, say: (line) => said.push(line), random: () => 0.5 });
  }

  /** The calls since the last look. */
  calls(): string[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  addProject(id: string, status = "active", age = 10_000): void {
    const created_at = Math.floor(this.clock.now() / 1000) - age;
    this.objects.set(`/organization/projects/${id}`, { id, name: id, status, created_at });
  }

  readonly #wire: Wire = async ({ method, url, body }) => {
    const path = new URL(url).pathname.replace("/v1", "");
    const said: unknown = typeof body === "string" ? JSON.parse(body) : {};
    this.sent.push(`${method} ${path}${body === undefined ? "" : ` ${String(body)}`}`);
    const instead = this.instead(`${method} ${path}`);
    if (instead === "lost before") throw cut();
    const answer =
      instead === "not found" ? undefined : this.#answer(method, path, isObject(said) ? said : {});
    if (instead === "lost after") throw cut();
    const status = instead === "exists" ? 409 : answer ? 200 : 404;
    const headers = { date: new Date(this.clock.now()).toUTCString(), "openai-organization": "org-x" };
    return { status, headers, body: chunks(JSON.stringify(status === 200 ? answer : notFoundBody)) };
  };

  #answer(method: string, path: string, body: Properties): Properties | undefined {
    if (method === "GET" && path === "/organization/projects") {
      const isProject = (each: string) => /^\/organization\/projects\/\w+$/.test(each);
      const data = [...this.objects].filter(([each]) => isProject(each)).map(([, one]) => one);
      return { object: "list", data, has_more: false, first_id: null, last_id: null };
    }
    if (method === "POST" && path === "/audio/voices") {
      const id = `voice_${++this.#made}`;
      this.objects.set(`${path}/${id}`, { id, ...body });
      return this.objects.get(`${path}/${id}`);
    }
    if (method === "POST" && path === "/organization/spend_limit") this.objects.set(path, {});
    const found = this.objects.get(path);
    if (method === "DELETE") this.objects.delete(path);
    if (method === "POST" && found) this.objects.set(path, { ...found, ...asShown(body) });
    return this.objects.get(path) ?? found;
  }
}

/** What is written as `retention_type` is read as `type`. */
function asShown({ retention_type: type, ...rest }: Properties): Properties {
  return type === undefined ? rest : { ...rest, type };
}

function cut(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
