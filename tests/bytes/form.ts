/** One part of a form as it travels: its header lines, and its bytes written as one character each. */
export interface Part {
  head: string;
  content: string;
}

export function field(name: string, value: string): Part {
  return { head: `Content-Disposition: form-data; name="${name}"`, content: value };
}

export function upload(name: string, filename: string, content: string | Uint8Array): Part {
  const disposition = `form-data; name="${name}"; filename="${filename}"`;
  return {
    head: `Content-Disposition: ${disposition}\r\nContent-Type: application/octet-stream`,
    content: Buffer.from(content).toString("latin1"),
  };
}

/** Taken apart by hand, as RFC 7578 writes it, so that no library forgives anything. */
export function partsOf(contentType: string, bytes: Uint8Array): Part[] {
  const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(contentType)?.[1];
  const text = Buffer.from(bytes).toString("latin1");
  const [before, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
  const after = parts.pop();
  if (!boundary || before !== "" || !/^--(\r\n)?$/.test(after ?? "")) {
    throw new Error(`not a form: ${contentType}\n${text}`);
  }
  return inOrder(
    parts.map((part) => {
      const [head = "", ...content] = part.split("\r\n\r\n");
      return { head: head.replace(/^\r\n/, ""), content: content.join("\r\n\r\n") };
    }),
  );
}

/** The order of a form's parts means nothing. */
export function inOrder(parts: Part[]): Part[] {
  return [...parts].sort((a, b) => (a.head < b.head ? -1 : 1));
}
