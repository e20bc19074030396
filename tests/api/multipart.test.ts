import { type EncodedForm, encodeForm } from "../../provider/api/multipart";
import type { Properties } from "../../provider/kernel/values";
import { partsOf } from "../bytes/form";

const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);

async function sentBy(form: EncodedForm): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of form.body()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The form as somebody else reads it. */
async function readBy(fields: Properties, filename = "a.bin"): Promise<FormData> {
  const form = encodeForm(fields, { field: "file", filename, bytes });
  return new Response(await sentBy(form), { headers: { "content-type": form.contentType } }).formData();
}

describe("a form", () => {
  test("says how long it is, and is the same whenever it is sent", async () => {
    const form = encodeForm({ purpose: "vision" }, { field: "file", filename: "ä.bin", bytes });
    const first = await sentBy(form);
    expect(first.length).toBe(form.length);
    expect(await sentBy(form)).toEqual(first);
    expect(partsOf(form.contentType, first)).toHaveLength(2);
  });

  test("is read by others as it was meant", async () => {
    const form = await readBy({ purpose: "vision", expires_after: { anchor: "created_at", seconds: 3600 } });
    expect([...form.keys()]).toEqual(["purpose", "expires_after[anchor]", "expires_after[seconds]", "file"]);
    expect(form.get("expires_after[seconds]")).toBe("3600");
    const file = form.get("file");
    expect(file instanceof File && Buffer.from(await file.arrayBuffer())).toEqual(Buffer.from(bytes));
  });

  test.each(['say "hi".txt', "tab\tand ü.txt", "100%.txt"])("may hold a file called %s", async (filename) => {
    const file = (await readBy({}, filename)).get("file");
    expect(file instanceof File && decodeURI(file.name.replace("100%", "100%25"))).toBe(filename);
  });

  test("has no other part because of what stands in a name or a value", async () => {
    const sly = 'x"\r\nContent-Type: text/html\r\n\r\n<b>';
    const form = encodeForm({ [sly]: sly }, { field: "file", filename: sly, bytes: new Uint8Array() });
    const parts = partsOf(form.contentType, await sentBy(form));
    expect(parts).toHaveLength(2);
    for (const { head } of parts) expect(head).not.toMatch(/\r\nContent-Type: text\/html/);
  });

  test("has the line ends of the network in its values, as browsers send them", async () => {
    expect((await readBy({ note: "a\nb\rc\r\nd" })).get("note")).toBe("a\r\nb\r\nc\r\nd");
  });
});
