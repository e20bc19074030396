import {
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  ErrorResourceInitFailed,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Declaration } from "../kernel/declaration";
import type { Path } from "../kernel/path";
import { planChange, planCreation } from "../kernel/plan";
import type { Properties } from "../kernel/values";
import { update } from "../lifecycle/change/update";
import { end } from "../lifecycle/end/end";
import { create } from "../lifecycle/make/create";
import { isPartialSuccess, type Saved } from "../lifecycle/session/saved";
import { finished, writeState } from "../lifecycle/session/state";
import { beforeOf, lastStateOf } from "./before";
import { encode } from "./encode";
import { HalfDone } from "./failure";
import type { Run } from "./run";
import { sealed } from "./sealed";
import { type Arguments, argumentsOf, subjectOf } from "./subject";

/** A preview says what the plan knows, from arguments that nobody may have checked, and calls nobody. */
export async function createResource(run: Run, request: CreateRequest): Promise<CreateResponse> {
  const subject = subjectOf(request);
  const { declaration } = subject;
  const said = argumentsOf(subject, request.getProperties());
  if (request.getPreview()) {
    const { id, properties } = planCreation(declaration, said.args);
    const known = typeof id === "string" ? id : "";
    return new CreateResponse().setId(known).setProperties(shown(declaration, properties, said));
  }
  const operation = run.operation(subject, request.getTimeout());
  const saved = await keepPartial(declaration, said, () => create(operation, said.args));
  return new CreateResponse().setId(saved.id).setProperties(outputsOf(declaration, saved, said));
}

export async function updateResource(run: Run, request: UpdateRequest): Promise<UpdateResponse> {
  const subject = subjectOf(request);
  const { declaration } = subject;
  const last = lastStateOf(subject, request.getId(), request.getOlds(), request.getOldInputs());
  const { args, secret } = argumentsOf(subject, request.getNews());
  // What the API answers with may still be what was secret before.
  const said = { args, secret: [...secret, ...last.secret] };
  if (request.getPreview()) {
    const { properties } = planChange(declaration, beforeOf(last, args), args);
    return new UpdateResponse().setProperties(shown(declaration, properties, said));
  }
  const operation = run.operation(subject, request.getTimeout());
  const before = { ...last.saved, memo: finished(last.saved.memo) };
  const saved = await keepPartial(declaration, said, () => update(operation, before, last.said(args), args));
  return new UpdateResponse().setProperties(outputsOf(declaration, saved, said));
}

export async function deleteResource(run: Run, request: DeleteRequest): Promise<void> {
  const subject = subjectOf(request);
  const { saved } = lastStateOf(subject, request.getId(), request.getProperties(), request.getOldInputs());
  await end(run.operation(subject, request.getTimeout()), saved);
}

function shown(declaration: Declaration, properties: Properties, { secret }: Arguments): Struct {
  return encode(properties, sealed(declaration, secret));
}

export function outputsOf(
  declaration: Declaration,
  saved: Omit<Saved, "id">,
  { args, secret }: { args: Properties; secret: readonly Path[] },
): Struct {
  return encode(writeState(saved, args), sealed(declaration, secret));
}

/**
 * An object that exists but is not finished is handed over with its id. What the engine takes for its arguments are then
 * those that were asked for: the state says that they may not hold, and which do.
 */
async function keepPartial(
  declaration: Declaration,
  { args, secret }: Arguments,
  work: () => Promise<Saved>,
): Promise<Saved> {
  try {
    return await work();
  } catch (error) {
    if (!isPartialSuccess(error)) throw error;
    const { holds, saved } = error;
    const held = holds ?? shownOf(args, saved.live);
    const memo = { ...saved.memo, halfDone: true };
    const detail = new ErrorResourceInitFailed()
      .setId(saved.id)
      .setProperties(outputsOf(declaration, { live: saved.live, memo }, { args: held, secret }))
      .setReasonsList([error.message]);
    throw new HalfDone(error, detail);
  }
}

/** Of the arguments that were asked for, those that hold. */
function shownOf(args: Properties, live: Properties): Properties {
  return Object.fromEntries(Object.keys(args).map((name) => [name, live[name]]));
}
