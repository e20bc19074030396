import OpenAI from "openai";
import { seedKeys } from "../../emulator";
import { decode } from "../../provider/kernel/codec";
import type { Declaration } from "../../provider/kernel/declaration";
import { formatId, formatPath } from "../../provider/kernel/identity";
import { isObject, type Properties } from "../../provider/kernel/values";
import { type Payload, withPayload } from "../../provider/lifecycle/make/content";
import { Operation } from "../../provider/lifecycle/session/operation";
import type { Workshop } from "../../tests/support/workshop";

/** The same create as a program would send it with the official client and its defaults: two retries, ten minutes. */
export async function clientCreate(
  place: Workshop,
  declaration: Declaration,
  args: Properties,
): Promise<string> {
  const key = declaration.credential === "admin" ? seedKeys.admin : seedKeys.project;
  const client = new OpenAI({
    apiKey: key,
    baseURL: "http://emulator/v1",
    fetch: async (input, init) => place.emulator.fetch(new Request(input, init)),
  });
  const path = formatPath(declaration, declaration.at.create, args);
  const send = async ({ sent }: Payload): Promise<unknown> => {
    const body =
      "body" in sent ? sent.body : await new Response(ReadableStream.from(sent.form.body())).bytes();
    const headers = {
      ...(declaration.beta ? { "OpenAI-Beta": declaration.beta } : {}),
      ...("form" in sent ? { "Content-Type": sent.form.contentType } : {}),
    };
    return inVirtualTime(place, () => client.post(path, { body, headers }));
  };
  const reply = await withPayload(new Operation(place.session(), declaration), args, send);
  const live =
    declaration.replies === "nothing" || !isObject(reply) ? args : decode(declaration, reply, args);
  return formatId(declaration, live);
}

let inside = 0;
const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis;

/** The client waits with the global timers; for as long as it works they are those of the workshop. */
export async function inVirtualTime<T>(place: Workshop, work: () => Promise<T>): Promise<T> {
  inside++;
  const later = (action: () => void, milliseconds = 0) => ({
    cancel: place.clock.after(milliseconds, action),
  });
  const cancel = (timer: { cancel?: () => void } | undefined) => timer?.cancel?.();
  Object.assign(globalThis, { setTimeout: later, clearTimeout: cancel });
  try {
    return await work();
  } finally {
    inside--;
    if (inside === 0) Object.assign(globalThis, { setTimeout: realTimeout, clearTimeout: realClear });
  }
}
