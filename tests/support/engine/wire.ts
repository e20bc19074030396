import { Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Bag = Record<string, unknown>;

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An object of JavaScript as it arrives after a way through protobuf; `undefined` anywhere is an error there. */
export function overTheWire(value: Bag): Bag {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]).toJavaScript();
}
