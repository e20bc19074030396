/** A JSON Schema, or a part of the OpenAPI document that reads as one. */
export type Schema = { readonly [keyword: string]: unknown };

/** What one operation accepts. No body schema means that no body is accepted. */
export interface Accepts {
  body?: Schema;
  query?: Record<string, Schema>;
}
