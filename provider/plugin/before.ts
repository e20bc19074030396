import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Path } from "../kernel/path";
import type { Before } from "../kernel/plan";
import { memoName } from "../kernel/upgrade";
import { isObject, own, type Properties } from "../kernel/values";
import type { Saved } from "../lifecycle/session/saved";
import { argumentsIn, readState } from "../lifecycle/session/state";
import { decode } from "./decode";
import { argumentsOf, type Subject } from "./subject";

/** What the engine's state says of an object. */
export interface LastState {
  saved: Saved;
  /** Somebody has written it who keeps a memo: it is not what a program tells of an object to be looked up. */
  isOurs: boolean;
  /** The arguments of the last run. Where the engine does not give them, or a run was not finished, the outputs tell. */
  said(today: Properties): Properties;
  /** What is secret of the arguments and outputs. */
  secret: readonly Path[];
}

export function lastStateOf(
  subject: Subject,
  id: string,
  outputs: Struct | undefined,
  inputs: Struct | undefined,
): LastState {
  const { properties, secret } = decode(outputs);
  const kept = readState(subject.names, properties);
  const { props } = subject.declaration;
  // What another way in keeps beside them is no property of the object.
  const live = Object.fromEntries(Object.entries(kept.live).filter(([name]) => own(props, name)));
  const given = argumentsOf(subject, inputs);
  const isTold = Object.keys(given.args).length > 0 && kept.memo.halfDone !== true;
  return {
    saved: { id, live, memo: kept.memo },
    isOurs: isObject(properties[memoName]),
    said: (today) => (isTold ? given.args : argumentsIn({ ...kept, live }, today)),
    secret: [...secret, ...given.secret],
  };
}

/** The state as a plan needs it. */
export function beforeOf({ saved: { id, live, memo }, said }: LastState, news: Properties): Before {
  return { id, live, said: said(news), noted: new Set(memo.noted), restoreTo: memo.restoreTo };
}
