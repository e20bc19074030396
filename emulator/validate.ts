import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { type ApiError, badRequest } from "./errors";
import { accepts, namedSchemas } from "./request-schemas";
import type { RouteFacts } from "./route";
import type { Schema } from "./schemas/schema";

function compiler(coerceTypes: false | "array"): Ajv2020 {
  // Not strict: the specification uses keywords of its own (x-..., discriminator).
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    coerceTypes,
    useDefaults: false,
    formats: { unixtime: true },
  });
  addFormats.default(ajv);
  ajv.addSchema(namedSchemas);
  return ajv;
}

const bodies = compiler(false);
const queries = compiler("array");

/** `/expires_after/days` and `/event_types/0` as the API writes them. */
function paramOf(error: ErrorObject): string {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) =>
      /^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll("~1", "/").replaceAll("~0", "~")}`,
    );
  const leaf: unknown = error.params.additionalProperty ?? error.params.missingProperty;
  return [...path, typeof leaf === "string" ? `.${leaf}` : ""].join("").replace(/^\./, "");
}

function refusal(error: ErrorObject): ApiError {
  const param = paramOf(error) || null;
  const named = param === null ? "the request" : `'${param}'`;
  switch (error.keyword) {
    case "additionalProperties":
      return badRequest(`Unknown parameter: ${named}.`, param, "unknown_parameter");
    case "required":
      return badRequest(`Missing required parameter: ${named}.`, param, "missing_required_parameter");
    case "type":
      return badRequest(`Invalid type for ${named}: ${error.message}.`, param, "invalid_type");
    case "enum": {
      const allowed = (error.params.allowedValues as unknown[])
        .map((value) => `'${String(value)}'`)
        .join(", ");
      return badRequest(
        `Invalid value for ${named}. Supported values are: ${allowed}.`,
        param,
        "invalid_value",
      );
    }
    case "minimum":
      return badRequest(`Invalid value for ${named}: ${error.message}.`, param, "integer_below_min_value");
    case "maximum":
      return badRequest(`Invalid value for ${named}: ${error.message}.`, param, "integer_above_max_value");
    default:
      return badRequest(`Invalid value for ${named}: ${error.message}.`, param, "invalid_value");
  }
}

const depth = (error: ErrorObject): number => error.instancePath.split("/").length;

/** Of a union's many complaints, the one about the deepest value; that of its `null` branch says nothing. */
function clearest(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const useful = errors.filter(
    (error) => !["anyOf", "oneOf"].includes(error.keyword) && error.params.type !== "null",
  );
  const from = useful.length > 0 ? useful : errors;
  return [...from].sort((a, b) => depth(b) - depth(a))[0];
}

function check(validate: ValidateFunction, value: unknown): void {
  if (validate(value)) return;
  const error = clearest(validate.errors ?? []);
  throw error === undefined ? badRequest("Invalid request.") : refusal(error);
}

export interface RequestValidator {
  query(parameters: URLSearchParams): unknown;
  body(text: string): unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("We could not parse the JSON body of your request.");
  }
}

/** Names with `[]`, as the official client sends arrays, and names without mean the same. */
function queryObject(parameters: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key).filter((value) => value !== "");
    if (values.length === 0) continue;
    const name = key.replace(/\[\]$/, "");
    found[name] = key.endsWith("[]") || values.length > 1 ? values : values[0];
  }
  return found;
}

const validators = new Map<string, RequestValidator>();

/** Compiled at an operation's first call: a short-lived process should not pay for all of them. */
export function validatorOf(facts: RouteFacts): RequestValidator {
  const name = `${facts.method} ${facts.route}`;
  const known = validators.get(name);
  if (known !== undefined) return known;

  const accepted = accepts.get(name);
  if (accepted === undefined) throw new Error(`no schema for ${name}`);
  const properties: Record<string, Schema> = { ...accepted.query };
  if (facts.page !== undefined) {
    const { min, max } = facts.page.limit;
    properties.limit = { type: "integer", minimum: min, maximum: max };
  }
  const query = queries.compile({ type: "object", properties, additionalProperties: false });
  const body = bodies.compile(accepted.body ?? { type: "object", additionalProperties: false });

  const validator: RequestValidator = {
    query(parameters) {
      const value = queryObject(parameters);
      check(query, value);
      return value;
    },
    body(text) {
      if (facts.method !== "POST") return {};
      const value = text === "" ? {} : parsed(text);
      check(body, value);
      return value;
    },
  };
  validators.set(name, validator);
  return validator;
}
