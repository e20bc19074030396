/** A JSON Schema, or a part of the OpenAPI document that reads as one. */
export type Schema = { readonly [keyword: string]: unknown };

/** What one operation accepts. No body schema means that no body is accepted. */
export interface Accepts {
  body?: Schema;
  /** A request without a body, or with `null` for one, means the empty object. So it is too where there is no schema. */
  bodyOptional?: boolean;
  /** Of a body of multipart/form-data, instead of JSON; a file of the form is an object. */
  form?: Schema;
  query?: Record<string, Schema>;
}
