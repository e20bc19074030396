import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { OpenAIError } from "../api/errors";
import { type EncodedForm, encodeForm } from "../api/multipart";
import { contentOf, createBody } from "../kernel/codec";
import type { Declaration } from "../kernel/declaration";
import { isObject, type Properties } from "../kernel/values";

const mostBytes = 512 * 1024 * 1024;

/** What the create sends: JSON, or a form where the program gives bytes. */
export async function createPayload(
  declaration: Declaration,
  args: Properties,
): Promise<{ body: Properties } | { form: EncodedForm }> {
  const content = contentOf(declaration);
  const body = createBody(declaration, args);
  if (!content) return { body };
  const source = args[content.name];
  if (!isObject(source)) {
    const message = `${declaration.token} cannot be made without "${content.name}". Nothing was sent.`;
    throw new OpenAIError("usage", message);
  }
  const said = content.filename && args[content.filename];
  const { bytes, name } = await load(source);
  checkBytes(source, bytes, name);
  const filename = typeof said === "string" ? said : name;
  return { form: await encodeForm(body, { field: content.field, filename, bytes }) };
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
    if (error instanceof OpenAIError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new OpenAIError("usage", `${path} cannot be read (${code ?? "unknown"}). Nothing was sent.`);
  }
}

async function fromAddress(uri: string): Promise<{ bytes: Uint8Array; name: string }> {
  const address = new URL(uri);
  const name = basename(address.pathname);
  if (address.protocol === "file:") return { bytes: await fromPath(fileURLToPath(address)), name };
  const failed = (why: string) =>
    new OpenAIError("usage", `${address.host} did not give ${name} (${why}). Nothing was sent.`);
  const response = await fetch(address).catch((error: Error) => {
    throw failed(error.message);
  });
  if (!response.ok) throw failed(String(response.status));
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (announced > mostBytes) throw tooLarge(name, announced);
  return { bytes: new Uint8Array(await response.arrayBuffer()), name };
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
