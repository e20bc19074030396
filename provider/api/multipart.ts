import { isObject, type Properties, type Value } from "../kernel/values";
import { textsIn } from "./texts";

/** A file of a form. */
export interface FormFile {
  field: string;
  filename: string;
  bytes: Uint8Array;
}

/** A form as it travels: bytes, so that it can be sent again. */
export interface EncodedForm {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** What is said in it besides the file's bytes. */
  texts: string[];
}

/** multipart/form-data; an object's fields are named `expires_after[seconds]`. */
export async function encodeForm(fields: Properties, file: FormFile): Promise<EncodedForm> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) append(form, name, value);
  form.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.filename);
  const encoded = new Response(form);
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const texts = [...textsIn(fields), file.filename];
  return { contentType: encoded.headers.get("content-type") ?? "", bytes, texts };
}

function append(form: FormData, name: string, value: Value): void {
  if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) append(form, `${name}[${key}]`, entry);
  } else form.append(name, String(value));
}
