import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Handler, handlerFor } from "../../provider/dynamic/handler";
import type { Declaration } from "../../provider/kernel/declaration";
import { type Properties, same } from "../../provider/kernel/values";
import type { Session } from "../../provider/lifecycle/session/session";
import { kindOf } from "../kernel/facts";
import { thrownBy } from "../support/thrown";
import { type Workshop, workshop } from "../support/workshop";

export type Bag = Record<string, unknown>;

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const line = (token: string) => `exports.handler = () => require("pulumi-openai/dynamic").handlers.${token};`;

/** What the engine keeps of a resource: the arguments that Check let through, and the outputs. */
export interface State {
  id: string;
  inputs: Bag;
  outputs: Bag;
}

/** What a resource keeps in its state beside the properties. */
export function hidden({ outputs }: Pick<State, "outputs">): Bag {
  const { v, ...facts } = outputs.__openai as Bag;
  expect(v).toBe(1);
  return facts;
}

/** An object of JavaScript as it arrives after a way through protobuf; `undefined` anywhere is an error there. */
function overTheWire(value: Bag): Bag {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]).toJavaScript();
}

export interface DiffAnswer {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** Does to a handler what Pulumi's cmd/dynamic-provider does, step by step. */
export class Shell {
  readonly handler: Handler;

  constructor(
    readonly token: string,
    session: () => Session,
    declaration: Declaration = kindOf(token),
  ) {
    this.handler = handlerFor(declaration, session);
  }

  withLine(args: Bag): Bag {
    return { ...args, __provider: line(this.token) };
  }

  async check(args: Bag, olds: Bag = {}): Promise<{ inputs: Bag; failures: Failure[] }> {
    const news = overTheWire(this.withLine(args));
    const { inputs, failures } = await this.handler.check(overTheWire(olds), news);
    return { inputs: overTheWire({ ...inputs, __provider: news.__provider }), failures };
  }

  /** Check that has to succeed. */
  async inputs(args: Bag, olds: Bag = {}): Promise<Bag> {
    const { inputs, failures } = await this.check(args, olds);
    expect(failures).toEqual([]);
    return inputs;
  }

  async create(args: Bag): Promise<State> {
    const inputs = await this.inputs(args);
    const { id, outs } = await this.handler.create(overTheWire(inputs));
    return { id, inputs, outputs: this.outputs(outs, inputs) };
  }

  async diff(state: State, args: Bag): Promise<DiffAnswer> {
    const inputs = await this.inputs(args, state.inputs);
    const { changes, ...rest } = await this.handler.diff(
      state.id,
      overTheWire(state.outputs),
      overTheWire(inputs),
    );
    // Where it is not told, the engine compares the arguments itself.
    return { changes: changes ?? !same(state.inputs as Properties, inputs as Properties), ...rest };
  }

  async update(state: State, args: Bag): Promise<State> {
    const inputs = await this.inputs(args, state.inputs);
    const { outs } = await this.handler.update(state.id, overTheWire(state.outputs), overTheWire(inputs));
    return { id: state.id, inputs, outputs: this.outputs(outs, inputs) };
  }

  /** Undefined where the engine would drop the resource from the state. */
  async refresh(state: State): Promise<State | undefined> {
    const { id, props, inputs } = await this.handler.read(state.id, overTheWire(state.outputs));
    if (id === undefined || id === "") return undefined;
    return {
      id,
      inputs: inputs ? this.outputs(inputs, state.outputs) : state.inputs,
      outputs: this.outputs(props ?? {}, state.outputs),
    };
  }

  async delete(state: State): Promise<void> {
    await this.handler.delete(state.id, overTheWire(state.outputs));
  }

  private outputs(outs: Bag, props: Bag): Bag {
    return overTheWire({ ...outs, __provider: props.__provider });
  }
}

export interface Failure {
  property: string;
  reason: string;
}

/** The error of an object that exists but is not finished, as the shell hands it to the engine. */
export interface InitFailed {
  message: string;
  stack: string;
  state: State;
  reasons: string[];
}

export async function initFailedOf(work: Promise<unknown>, inputs: Bag): Promise<InitFailed> {
  const error = await thrownBy(work);
  const { id, properties, reasons } = error as Error & {
    id?: string;
    properties?: Bag;
    reasons?: string[];
  };
  if (id === undefined || properties === undefined) throw error;
  const outputs = overTheWire(properties);
  return {
    message: error.message,
    stack: error.stack ?? "",
    reasons: reasons ?? [],
    state: { id, inputs, outputs },
  };
}

/** A workshop, and the handlers of one run in it. */
export function stage(): { place: Workshop; shell: (token: string, session?: Session) => Shell } {
  const place = workshop();
  const shared = place.session();
  return { place, shell: (token, session = shared) => new Shell(token, () => session) };
}
