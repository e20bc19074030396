import type { Clock, Emulator } from "../../emulator/index";
import { createEmulator, seedKeys } from "../../emulator/index";

/** An object of a reply; tests read what they expect and fail on what is missing. */
export type Wire = { [field: string]: unknown };

export interface Answer {
  status: number;
  headers: Headers;
  body: Wire;
}

export interface Caller {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  del(path: string): Promise<Answer>;
}

export async function send(
  emulator: Emulator,
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { "openai-beta": "assistants=v2" },
): Promise<Answer> {
  const request = new Request(`http://emulator${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      "content-type": "application/json",
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await emulator.fetch(request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Wire };
}

export function as(emulator: Emulator, key: string): Caller {
  return {
    get: (path) => send(emulator, key, "GET", `/v1${path}`),
    post: (path, body) => send(emulator, key, "POST", `/v1${path}`, body),
    del: (path) => send(emulator, key, "DELETE", `/v1${path}`),
  };
}

/** Sends a form; a part that is an array is a file: its name and its content. */
export async function sendForm(
  emulator: Emulator,
  key: string,
  path: string,
  parts: Record<string, string | readonly [name: string, content: string]>,
): Promise<Answer> {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === "string") form.append(name, part);
    else form.append(name, new Blob([part[1]]), part[0]);
  }
  const request = new Request(`http://emulator/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: form,
  });
  const response = await emulator.fetch(request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Wire };
}

/** Uploads a file into the default project, or with another key into another, and returns its id. */
export async function uploaded(
  emulator: Emulator,
  name: string,
  content: string,
  { purpose = "assistants", key = seedKeys.project as string } = {},
): Promise<string> {
  const answer = await sendForm(emulator, key, "/files", { file: [name, content], purpose });
  if (answer.status !== 200) throw new Error(`POST /files: ${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body.id);
}

/** As many examples as fine-tuning needs, or another number of them. */
export const examples = (count = 10): string =>
  Array.from(
    { length: count },
    (_, n) => `{"messages":[{"role":"user","content":"${n}"}]}
`,
  ).join("");

/** A clock that moves only when it is told to, or when something sleeps on it. */
function fakeClock(start = 1_800_000_000_000): Clock & { advance(ms: number): void; slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance(ms) {
      now += ms;
    },
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
}

/** A fresh emulator on a fake clock, with a caller for each seeded key. */
export function freshEmulator() {
  const clock = fakeClock();
  const emulator = createEmulator({ clock });
  return {
    clock,
    emulator,
    admin: as(emulator, seedKeys.admin),
    project: as(emulator, seedKeys.project),
    otherProject: as(emulator, seedKeys.otherProject),
    otherAdmin: as(emulator, seedKeys.otherAdmin),
    control: (method: string, path: string, body?: unknown) =>
      send(emulator, null, method, `/_emulator${path}`, body),
  };
}

export const listOf = (answer: Answer): Wire[] => answer.body.data as Wire[];
export const idsOf = (answer: Answer): string[] => listOf(answer).map((item) => String(item.id));
export const errorOf = (answer: Answer): Wire => answer.body.error as Wire;

export async function made(caller: Caller, path: string, body: unknown = {}): Promise<Wire & { id: string }> {
  const answer = await caller.post(path, body);
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as Wire & { id: string };
}
