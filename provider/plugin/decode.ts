import type { ListValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import { OpenAIError } from "../kernel/errors";
import { type Path, textOf } from "../kernel/path";
import { isObject, type Properties, unknownValue, type Value } from "../kernel/values";
import {
  archiveMark,
  assetMark,
  isUnknownText,
  markName,
  outputMark,
  referenceMark,
  secretMark,
} from "./signatures";

/** What a message of the engine holds: plain values, and beside them which of these are secret. */
export interface Decoded {
  properties: Properties;
  secret: Path[];
}

/** Nothing that a program says is nearly as deep, and the stack is not endless. */
const deepest = 200;

/** Out of the engine's encoding. An absent message is an empty one: the engine makes no difference either. */
export function decode(struct: Struct | undefined): Decoded {
  const reading = new Reading();
  return { properties: struct ? reading.fields(struct, []) : {}, secret: reading.secret };
}

class Reading {
  readonly secret: Path[] = [];
  #depth = 0;

  fields(struct: Struct, at: Path): Properties {
    const entries: [string, Value][] = [];
    struct.getFieldsMap().forEach((value, key) => {
      entries.push([key, this.#value(value, [...at, key])]);
    });
    return Object.fromEntries(entries);
  }

  #value(value: WireValue, at: Path): Value {
    // The accessors of the union's members answer with their zero where the union holds another.
    if (value.hasStringValue()) return asText(value.getStringValue());
    if (value.hasNumberValue()) return value.getNumberValue();
    if (value.hasBoolValue()) return value.getBoolValue();
    if (this.#depth >= deepest) throw malformed(at, `is more than ${deepest} levels deep`);
    this.#depth++;
    const list = value.getListValue();
    const struct = value.getStructValue();
    const held = list ? this.#list(list, at) : struct ? this.#object(struct, at) : null;
    this.#depth--;
    return held;
  }

  #list(list: ListValue, at: Path): Value[] {
    return list.getValuesList().map((element, index) => this.#value(element, [...at, index]));
  }

  #object(struct: Struct, at: Path): Value {
    const mark = struct.getFieldsMap().get(markName);
    if (!mark) return this.fields(struct, at);
    switch (mark.getStringValue()) {
      case secretMark:
        this.secret.push(at);
        return this.#inner(struct, at);
      case outputMark:
        if (struct.getFieldsMap().get("secret")?.getBoolValue()) this.secret.push(at);
        return this.#inner(struct, at, unknownValue);
      case referenceMark:
        return this.#reference(struct, at);
      case assetMark:
      case archiveMark:
        // With the mark, so that the kernel can tell the two, and the engine gets it back as it gave it.
        return this.fields(struct, at);
      default:
        throw malformed(at, "is of a kind that this version does not know");
    }
  }

  /** The value inside a wrapper, which stands where the wrapper does. */
  #inner(struct: Struct, at: Path, ifAbsent: Value = null): Value {
    const inner = struct.getFieldsMap().get("value");
    return inner ? this.#value(inner, at) : ifAbsent;
  }

  /** Whoever gives a whole resource where a text is expected means its id; a component has none but its URN. */
  #reference(struct: Struct, at: Path): Value {
    const { id, urn } = this.fields(struct, at);
    if (id === undefined) return isObject(urn) ? null : urn;
    return id === "" || typeof id !== "string" ? unknownValue : id;
  }
}

function asText(text: string): Value {
  return isUnknownText(text) ? unknownValue : text;
}

/** Only the property is named: what stands below it may be secret, keys included. */
function malformed(at: Path, what: string): OpenAIError {
  return new OpenAIError("usage", `The value of ${textOf(at.slice(0, 1))} cannot be read: it ${what}.`);
}
