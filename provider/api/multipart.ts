import { randomBytes } from "node:crypto";
import { isObject, type Properties, type Value } from "../kernel/values";
import { textsIn } from "./texts";

/** Bytes that can be read as often as they are needed, without ever being in memory as a whole. */
export interface Stored {
  size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A file of a form. */
export interface FormFile {
  field: string;
  filename: string;
  bytes: Uint8Array | Stored;
}

/** A form as it travels. Its body is read afresh whenever it is sent. */
export interface EncodedForm {
  contentType: string;
  /** The whole body's, in bytes. */
  length: number;
  body(): AsyncIterable<Uint8Array>;
  /** What is said in it besides the file's bytes. */
  texts: string[];
}

/** multipart/form-data as RFC 7578 and browsers write it; an object's fields are named `expires_after[seconds]`. */
export function encodeForm(fields: Properties, file: FormFile): EncodedForm {
  const boundary = `----pulumi-openai-${randomBytes(16).toString("hex")}`;
  const disposition = `Content-Disposition: form-data; name="${quoted(file.field)}"; filename="${quoted(file.filename)}"`;
  const before = Buffer.from(
    [
      ...Object.entries(fields).flatMap(([name, value]) => partsOf(name, value)),
      `${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ]
      .map((part) => `--${boundary}\r\n${part}`)
      .join(""),
  );
  const after = Buffer.from(`\r\n--${boundary}--\r\n`);
  const { size, chunks } = stored(file.bytes);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: before.length + size + after.length,
    async *body() {
      yield before;
      yield* chunks();
      yield after;
    },
    texts: [...textsIn(fields), file.filename],
  };
}

function stored(bytes: FormFile["bytes"]): Stored {
  if (!(bytes instanceof Uint8Array)) return bytes;
  return {
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
}

function partsOf(name: string, value: Value): string[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([key, entry]) => partsOf(`${name}[${key}]`, entry));
  const text = String(value).replace(/\r\n|\r|\n/g, "\r\n");
  return [`Content-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text}\r\n`];
}

/** Names stand between quotation marks in one line. */
function quoted(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
