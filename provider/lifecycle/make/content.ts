import { type EncodedForm, encodeForm } from "../../api/multipart";
import { openSource } from "../../api/source";
import { contentOf, createBody } from "../../kernel/codec";
import { OpenAIError } from "../../kernel/errors";
import { isObject, type Properties } from "../../kernel/values";
import type { Operation } from "../session/operation";
import { secretValues } from "../session/secret-values";

/** What a create sends: JSON, or a form where the program gives bytes. */
export interface Payload {
  sent: ({ body: Properties } | { form: EncodedForm }) & { secrets: string[] };
  /** The arguments, and what is known of the object before it is there. */
  known: Properties;
}

/** Works with what a create of these arguments sends; its content is there for as long as that takes. */
export async function withPayload<T>(
  operation: Operation,
  args: Properties,
  work: (payload: Payload) => Promise<T>,
): Promise<T> {
  const { declaration, session } = operation;
  const content = contentOf(declaration);
  const body = createBody(declaration, args);
  const secrets = secretValues(declaration, body);
  if (!content) return work({ sent: { body, secrets }, known: args });
  const given = args[content.name];
  if (!isObject(given)) {
    const message = `${declaration.token} cannot be made without "${content.name}". Nothing was sent.`;
    throw new OpenAIError("usage", message);
  }
  const said = content.filename && args[content.filename];
  const source = await openSource(given, session.surroundings, operation);
  try {
    const filename = typeof said === "string" ? said : source.name;
    const form = encodeForm(body, { field: content.field, filename, bytes: source });
    return await work({ sent: { form, secrets }, known: { ...args, filename, bytes: source.size } });
  } finally {
    await source.release();
  }
}
