import OpenAI from "openai";
import { seedKeys } from "../../../emulator";
import { createBody, decode, updateBody } from "../../../provider/kernel/codec";
import { collectionOf, formatId, formatPath, parseId } from "../../../provider/kernel/identity";
import { isObject, type Properties } from "../../../provider/kernel/values";
import { kindOf } from "../../../tests/kernel/facts";
import type { Program, Visible } from "../../../tests/support/engine/program";
import { resolved } from "../../../tests/support/engine/program";
import type { Entry } from "../../../tests/support/engine/state";
import { inVirtualTime } from "../official-client";
import { inOrder } from "./engine";
import { Lanes } from "./lanes";
import type { World } from "./world";

/** Messages of the operations that failed. */
type Failures = string[];

/** Reads every resource by itself, with this provider's client: its retries and its way with limits, but no listing is shared. */
export async function readEach(world: World, entries: readonly Entry[], parallel: number): Promise<Failures> {
  const session = world.session();
  return each(entries, parallel, async (entry) => {
    const { declaration, path, template } = whereOf(entry);
    await session.client.call(session.credential(declaration), {
      ...{ method: "GET", path, template, repeat: "free" },
    });
  });
}

/** The same with the official client and its defaults: two retries. */
export function clientReads(world: World, entries: readonly Entry[], parallel: number): Promise<Failures> {
  const client = officialClient(world);
  return asInVirtualTime(world, () =>
    each(entries, parallel, async (entry) => {
      await client.get(whereOf(entry).path);
    }),
  );
}

/** Makes everything that a program says with the official client and its defaults. What needs what failed fails too. */
export function clientCreates(world: World, program: Program, parallel: number): Promise<Failures> {
  const client = officialClient(world);
  const lanes = new Lanes(parallel);
  const visible = new Map<string, Visible>();
  const failures: Failures = [];
  const find = (name: string): Visible => {
    const seen = visible.get(name);
    if (!seen) throw new Error(`${name} is not there`);
    return seen;
  };
  const make = async ({ token, args: declared, name }: Program[number]) => {
    const args = resolved(declared, find) as Properties;
    const id = await clientCreate(client, token, args);
    visible.set(name, { token, id, outputs: { ...args, ...parseId(kindOf(token), id) } });
  };
  return asInVirtualTime(world, async () => {
    await inOrder(program, (declared) => lanes.run(() => noting(failures, () => make(declared))));
    return failures;
  });
}

async function clientCreate(client: OpenAI, token: string, args: Properties): Promise<string> {
  const declaration = kindOf(token);
  if (declaration.kind === "existing") {
    await client.get(formatPath(declaration, collectionOf(declaration).template, args), {
      query: { limit: 100 },
    });
    const id = formatId(declaration, { ...args, rateLimitId: `rl-${String(args.model)}` });
    const ids = { ...args, ...parseId(declaration, id) };
    await client.post(formatPath(declaration, declaration.at.item, ids), {
      body: updateBody(declaration, {}, args),
    });
    return id;
  }
  const reply: unknown = await client.post(formatPath(declaration, declaration.at.create, args), {
    body: createBody(declaration, args),
  });
  const isShown = declaration.replies !== "nothing" && isObject(reply);
  return formatId(declaration, isShown ? decode(declaration, reply, args) : args);
}

function officialClient(world: World): OpenAI {
  return new OpenAI({
    apiKey: seedKeys.admin,
    baseURL: "http://emulator/v1",
    fetch: (input, init) => world.far(() => world.place.emulator.fetch(new Request(input, init))),
  });
}

/** The path that shows an object: its own, or the listing of those that have none. */
function whereOf({ token, id, outputs }: Entry) {
  const declaration = kindOf(token);
  const ids = { ...(outputs as Properties), ...parseId(declaration, id) };
  const template = declaration.read === "listed" ? collectionOf(declaration).template : declaration.at.item;
  return { declaration, template, path: formatPath(declaration, template, ids) };
}

async function each(
  entries: readonly Entry[],
  parallel: number,
  work: (entry: Entry) => Promise<void>,
): Promise<Failures> {
  const lanes = new Lanes(parallel);
  const failures: Failures = [];
  await Promise.all(entries.map((entry) => lanes.run(() => noting(failures, () => work(entry)))));
  return failures;
}

async function noting(failures: Failures, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
}

/** The official client waits with the global timers and shakes its pauses with the global dice. */
async function asInVirtualTime<T>({ place, dice }: World, work: () => Promise<T>): Promise<T> {
  const { random } = Math;
  Math.random = () => dice.throw();
  try {
    return await inVirtualTime(place, work);
  } finally {
    Math.random = random;
  }
}
