import type { UploadedFile } from "../api/file-content";

/** The body of a request as it arrived; which kind belongs here is for the operation to say. */
export type ReceivedBody =
  | { kind: "text"; contentType: string; text: string }
  | { kind: "form"; fields: readonly (readonly [string, string | UploadedFile])[] }
  | { kind: "broken form" };

const isForm = (contentType: string): boolean => /^multipart\/form-data\b/i.test(contentType);

export async function receivedBody(request: Request): Promise<ReceivedBody> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!isForm(contentType)) return { kind: "text", contentType, text: await request.text() };
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    return { kind: "broken form" };
  }
  const fields = [...form].map(async ([name, value]): Promise<readonly [string, string | UploadedFile]> => {
    if (typeof value === "string") return [name, value];
    return [name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) }];
  });
  return { kind: "form", fields: await Promise.all(fields) };
}
