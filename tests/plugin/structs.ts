import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

/** The engine's marks, written down here a second time: the tests must not learn them from what they test. */
const mark = "4dabf18193072939515e22adb298388d";
const secretKind = "1b47061264138c4ac30d75fd1eb44270";
const outputKind = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const referenceKind = "5cf8f73096256a8f31e491e813e4eb8e";
const assetKind = "c44067f5952c0a294b673a41bacd8c17";
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The texts for what is not known, by the type that it will be of. */
export const unknowns = {
  string: unknown,
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
};

/** What the engine sends, as JSON: a message is written from it and read into it without a line of the provider. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Bag = { [key: string]: Json };

export const secret = (value: Json): Bag => ({ [mark]: secretKind, value });
export const output = (value?: Json, isSecret = false): Bag => ({
  [mark]: outputKind,
  ...(value === undefined ? {} : { value }),
  secret: isSecret,
  dependencies: ["urn:pulumi:dev::shop::openai:index:Project::other"],
});
export const reference = (urn: string, id?: string): Bag => ({
  [mark]: referenceKind,
  urn,
  ...(id === undefined ? {} : { id }),
});
export const asset = (fields: Bag): Bag => ({ [mark]: assetKind, ...fields });
export const marked = (kind: Json): Bag => ({ [mark]: kind });

export function structOf(bag: Bag): Struct {
  const struct = new Struct();
  for (const [key, value] of Object.entries(bag)) struct.getFieldsMap().set(key, wireOf(value));
  return struct;
}

function wireOf(json: Json): Value {
  if (json === null) return new Value().setNullValue(NullValue.NULL_VALUE);
  if (typeof json === "string") return new Value().setStringValue(json);
  if (typeof json === "number") return new Value().setNumberValue(json);
  if (typeof json === "boolean") return new Value().setBoolValue(json);
  if (Array.isArray(json)) return new Value().setListValue(new ListValue().setValuesList(json.map(wireOf)));
  return new Value().setStructValue(structOf(json));
}

export function bagOf(struct: Struct | undefined): Bag {
  const bag: Bag = {};
  struct?.getFieldsMap().forEach((value, key) => {
    bag[key] = jsonOf(value);
  });
  return bag;
}

function jsonOf(value: Value): Json {
  if (value.hasStringValue()) return value.getStringValue();
  if (value.hasNumberValue()) return value.getNumberValue();
  if (value.hasBoolValue()) return value.getBoolValue();
  if (value.hasListValue()) return value.getListValue()?.getValuesList().map(jsonOf) ?? [];
  return value.hasStructValue() ? bagOf(value.getStructValue()) : null;
}

/** The values without their wrappers, as a program sees them. */
function plain(json: Json): Json {
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json !== "object" || json === null) return json;
  if (json[mark] === secretKind || json[mark] === outputKind) return plain(json.value ?? null);
  return plainBag(json);
}

export function plainBag(bag: Bag): Bag {
  return Object.fromEntries(Object.entries(bag).map(([key, value]) => [key, plain(value)]));
}

export function isSecret(json: Json | undefined): boolean {
  return typeof json === "object" && json !== null && !Array.isArray(json) && json[mark] === secretKind;
}
