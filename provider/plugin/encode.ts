import { ListValue, NullValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Path } from "../kernel/path";
import { isAbsent, type Properties, unknownValue, type Value } from "../kernel/values";
import { markName, secretMark, unknownText } from "./signatures";

/**
 * Into the engine's encoding, with the values that the paths lead to as secrets. Absent keys are left out; absent
 * elements of a list stay, for positions matter.
 */
export function encode(properties: Properties, secret: readonly Path[] = []): Struct {
  const struct = new Struct();
  for (const [key, value] of Object.entries(properties)) {
    if (!isAbsent(value)) struct.getFieldsMap().set(key, encodeValue(value, below(secret, key)));
  }
  return struct;
}

function encodeValue(value: Value, secret: readonly Path[]): WireValue {
  // Whatever is secret within a secret is hidden by it.
  if (secret.some((path) => path.length === 0)) return asSecret(encodeValue(value, []));
  const encoded = new WireValue();
  if (isAbsent(value)) encoded.setNullValue(NullValue.NULL_VALUE);
  else if (value === unknownValue) encoded.setStringValue(unknownText);
  else if (typeof value === "string") encoded.setStringValue(value);
  else if (typeof value === "number") encoded.setNumberValue(value);
  else if (typeof value === "boolean") encoded.setBoolValue(value);
  else if (Array.isArray(value)) {
    const elements = value.map((element, index) => encodeValue(element, below(secret, index)));
    encoded.setListValue(new ListValue().setValuesList(elements));
  } else encoded.setStructValue(encode(value, secret));
  return encoded;
}

function asSecret(inner: WireValue): WireValue {
  const wrapper = new Struct();
  wrapper.getFieldsMap().set(markName, new WireValue().setStringValue(secretMark));
  wrapper.getFieldsMap().set("value", inner);
  return new WireValue().setStructValue(wrapper);
}

/** What is left of the paths that go on with this step. */
function below(paths: readonly Path[], step: string | number): Path[] {
  return paths.filter(([first]) => String(first) === String(step)).map((path) => path.slice(1));
}
