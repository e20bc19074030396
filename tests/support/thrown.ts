/** The error that work ends with; work that ends otherwise is one. */
export async function thrownBy(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error(`no error, but ${JSON.stringify(outcome)}`);
}
