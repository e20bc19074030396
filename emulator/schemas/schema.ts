/** A JSON Schema, or a part of the OpenAPI document that reads as one. */
export type Schema = { readonly [keyword: string]: unknown };

/** What one operation accepts. No body schema means that no body is accepted. */
export interface Accepts {
  body?: Schema;
  /** Of a body of multipart/form-data, instead of JSON; a file of the form is an object. */
  form?: Schema;
  query?: Record<string, Schema>;
}
