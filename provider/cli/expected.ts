import { isOpenAIError } from "../kernel/errors";

/** The sentence of an error that people can put right; undefined for any other, which must keep its stack. */
export function sentenceOf(error: unknown): string | undefined {
  if (isOpenAIError(error)) return error.message;
  return sentenceOfFile(error);
}

/** A file that cannot be read: the caller's own, or the content of a create. */
function sentenceOfFile(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error && "code" in error)) return undefined;
  const path = "path" in error ? String(error.path) : "what it is given";
  return `${path} cannot be read (${String(error.code)}).`;
}
