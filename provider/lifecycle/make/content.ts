import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type EncodedForm, encodeForm } from "../../api/multipart";
import { contentOf, createBody } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { isObject, type Properties } from "../../kernel/values";
import { secretValues } from "../session/secret-values";

const mostBytes = 512 * 1024 * 1024;
/** Milliseconds for a content that is fetched from elsewhere. */
const longestDownload = 10 * 60_000;

/** What a create sends: JSON, or a form where the program gives bytes. */
export interface Payload {
  sent: ({ body: Properties } | { form: EncodedForm }) & { secrets: string[] };
  /** The arguments, and what is known of the object before it is there. */
  known: Properties;
}

export async function createPayload(declaration: Declaration, args: Properties): Promise<Payload> {
  const content = contentOf(declaration);
  const body = createBody(declaration, args);
  const secrets = secretValues(declaration, body);
  if (!content) return { sent: { body, secrets }, known: args };
  const source = args[content.name];
  if (!isObject(source)) {
    const message = `${declaration.token} cannot be made without "${content.name}". Nothing was sent.`;
    throw new OpenAIError("usage", message);
  }
  const said = content.filename && args[content.filename];
  const { bytes, name } = await load(source);
  checkBytes(source, bytes, name);
  const filename = typeof said === "string" ? said : name;
  const form = await encodeForm(body, { field: content.field, filename, bytes });
  return { sent: { form, secrets }, known: { ...args, filename, bytes: bytes.length } };
}

async function load({ path, text, uri }: Properties): Promise<{ bytes: Uint8Array; name: string }> {
  if (typeof uri === "string") return fromAddress(uri);
  if (typeof path === "string") return { bytes: await fromPath(path), name: basename(path) };
  if (typeof text === "string") return { bytes: Buffer.from(text), name: "text" };
  throw new OpenAIError(
    "usage",
    "The content is neither a file nor a text nor an address. Nothing was sent.",
  );
}

async function fromPath(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw tooLarge(path, size);
    return await readFile(path);
  } catch (error) {
    if (isOpenAIError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new OpenAIError("usage", `${path} cannot be read (${code ?? "unknown"}). Nothing was sent.`);
  }
}

async function fromAddress(uri: string): Promise<{ bytes: Uint8Array; name: string }> {
  const failed = (why: string) =>
    new OpenAIError("usage", `${uri.replace(/[?#].*/, "")} cannot be read (${why}). Nothing was sent.`);
  if (!URL.canParse(uri)) throw failed("it is no address");
  const address = new URL(uri);
  const name = decodeURIComponent(basename(address.pathname));
  if (address.protocol === "file:") return { bytes: await fromPath(fileURLToPath(address)), name };
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(longestDownload) });
    if (!response.ok) throw failed(`it was answered with ${response.status}`);
    return { bytes: await bytesOf(response, name), name };
  } catch (error) {
    if (isOpenAIError(error)) throw error;
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

async function bytesOf({ body }: Response, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge(name, size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The bytes must be those that the preview showed the hash of. */
function checkBytes({ hash }: Properties, bytes: Uint8Array, name: string): void {
  if (bytes.length > mostBytes) throw tooLarge(name, bytes.length);
  if (typeof hash !== "string" || hash === createHash("sha256").update(bytes).digest("hex")) return;
  throw new OpenAIError(
    "usage",
    `${name} has changed since this run looked at it first. Nothing was sent; run \`pulumi up\` again.`,
  );
}

function tooLarge(name: string, size: number): OpenAIError {
  const megabytes = Math.ceil(size / 1024 / 1024);
  const message = `${name} has ${megabytes} MB; files of more than 512 MB are not supported. Nothing was sent.`;
  return new OpenAIError("usage", message);
}
