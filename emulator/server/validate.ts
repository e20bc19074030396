import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { type ApiError, badRequest } from "../api/errors";
import type { RouteFacts } from "../api/route";
import { accepts, namedSchemas } from "../schemas/operations";
import type { Schema } from "../schemas/schema";
import type { ReceivedBody } from "./body";
import { objectFrom } from "./form-fields";

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
/** Of queries and forms, where every value arrives as text. */
const texts = compiler("array");

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
  body(received: ReceivedBody): unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("We could not parse the JSON body of your request.");
  }
}

/** Some clients say `null` where they have nothing to say, and are understood where nothing is asked for. */
function fromJson(received: ReceivedBody, { optional }: { optional: boolean }): unknown {
  if (received.kind !== "text") throw badRequest("We could not parse the JSON body of your request.");
  const value = received.text.trim() === "" ? {} : parsed(received.text);
  return value === null && optional ? {} : value;
}

function fromForm(received: ReceivedBody): unknown {
  if (received.kind === "text") {
    const sent = received.contentType.split(";")[0];
    throw badRequest(`Invalid Content-Type header (${sent}), expected multipart/form-data.`);
  }
  if (received.kind === "broken form") throw badRequest("Could not parse multipart form.");
  return objectFrom(received.fields);
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
    properties.limit = { type: "integer", minimum: min, ...(max === undefined ? {} : { maximum: max }) };
  }
  const query = texts.compile({ type: "object", properties, additionalProperties: false });
  const { form } = accepted;
  const optional = accepted.body === undefined || accepted.bodyOptional === true;
  const body =
    form === undefined
      ? bodies.compile(accepted.body ?? { type: "object", additionalProperties: false })
      : texts.compile(form);

  const validator: RequestValidator = {
    query(parameters) {
      const value = objectFrom([...parameters].filter(([, text]) => text !== ""));
      check(query, value);
      return value;
    },
    body(received) {
      if (facts.method !== "POST") return {};
      const value = form === undefined ? fromJson(received, { optional }) : fromForm(received);
      check(body, value);
      return value;
    },
  };
  validators.set(name, validator);
  return validator;
}
