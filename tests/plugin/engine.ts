import { type Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { seedKeys } from "../../emulator";
import type { Declaration } from "../../provider/kernel/declaration";
import { Provider } from "../../provider/plugin/provider";
import { serve } from "../../provider/plugin/server";
import type { Workshop } from "../support/workshop";
import { type Bag, bagOf, structOf } from "./structs";

/** What the engine keeps of a resource. */
export interface State {
  id: string;
  inputs: Bag;
  outputs: Bag;
}

interface Answered {
  failures: { property: string; reason: string }[];
  inputs: Bag;
}

interface Differences {
  changes: "none" | "update" | "replace";
  replaces: string[];
  diffs: string[];
  details: Record<string, string>;
  deleteBeforeReplace: boolean;
}

export const urnOf = ({ token }: Declaration, name = "it") =>
  `urn:pulumi:dev::shop::openai:index:${token}::${name}`;

/** The plugin on a port of its own, and the engine's side of the protocol. */
export interface Engine {
  port: number;
  client: ResourceProviderClient;
  configure(settings?: Bag): Promise<ConfigureResponse>;
  check(
    declaration: Declaration,
    news: Bag,
    olds?: Bag,
    change?: (request: CheckRequest) => void,
  ): Promise<Answered>;
  diff(declaration: Declaration, state: State, news: Bag): Promise<Differences>;
  preview(declaration: Declaration, news: Bag): Promise<{ id: string; outputs: Bag }>;
  create(declaration: Declaration, news: Bag, timeout?: number): Promise<State>;
  previewUpdate(declaration: Declaration, state: State, news: Bag): Promise<Bag>;
  update(declaration: Declaration, state: State, news: Bag): Promise<State>;
  /** Undefined: there is no such object. */
  read(declaration: Declaration, id: string, state?: Partial<State>): Promise<State | undefined>;
  delete(declaration: Declaration, state: State): Promise<void>;
  close(): void;
}

const ownSettings: Bag = {
  baseUrl: "http://localhost:1/v1",
  adminApiKey: seedKeys.admin,
  apiKey: seedKeys.project,
};

const kindNames = new Map(Object.entries(PropertyDiff.Kind).map(([name, kind]) => [kind, name]));

/** What the protocol's own client calls back with. */
export function called<A>(
  call: (done: (error: ServiceError | null, answer: A) => void) => unknown,
): Promise<A> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

export async function engineOn(place: Workshop, settings: Bag = ownSettings): Promise<Engine> {
  const { wire, clock, random } = place.session().surroundings;
  const provider = new Provider((say, signal) => ({ wire, clock, random, say, signal }));
  const { port, close } = await serve(provider);
  const engine = engineAt(port);
  await engine.configure(settings);
  return {
    ...engine,
    close() {
      engine.close();
      close();
    },
  };
}

function engineAt(port: number): Engine {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
  });
  return {
    port,
    client,
    close: () => (client as Client).close(),

    configure: (settings = ownSettings) =>
      called((done) => client.configure(new ConfigureRequest().setArgs(structOf(settings)), done)),

    async check(declaration, news, olds = {}, change = () => {}) {
      const request = new CheckRequest()
        .setUrn(urnOf(declaration))
        .setNews(structOf(news))
        .setOlds(structOf(olds));
      change(request);
      const answer = await called<CheckResponse>((done) => client.check(request, done));
      const failures = answer.getFailuresList().map((one) => ({
        property: one.getProperty(),
        reason: one.getReason(),
      }));
      return { failures, inputs: bagOf(answer.getInputs()) };
    },

    async diff(declaration, { id, inputs, outputs }, news) {
      const request = new DiffRequest()
        .setUrn(urnOf(declaration))
        .setId(id)
        .setOlds(structOf(outputs))
        .setOldInputs(structOf(inputs))
        .setNews(structOf(news));
      return differencesIn(await called<DiffResponse>((done) => client.diff(request, done)));
    },

    async preview(declaration, news) {
      const request = new CreateRequest()
        .setUrn(urnOf(declaration))
        .setProperties(structOf(news))
        .setPreview(true);
      const answer = await called<CreateResponse>((done) => client.create(request, done));
      return { id: answer.getId(), outputs: bagOf(answer.getProperties()) };
    },

    async create(declaration, news, timeout = 0) {
      const request = new CreateRequest()
        .setUrn(urnOf(declaration))
        .setProperties(structOf(news))
        .setTimeout(timeout);
      const answer = await called<CreateResponse>((done) => client.create(request, done));
      return { id: answer.getId(), inputs: news, outputs: bagOf(answer.getProperties()) };
    },

    async previewUpdate(declaration, state, news) {
      const request = updateRequest(declaration, state, news).setPreview(true);
      const answer = await called<UpdateResponse>((done) => client.update(request, done));
      return bagOf(answer.getProperties());
    },

    async update(declaration, state, news) {
      const request = updateRequest(declaration, state, news);
      const answer = await called<UpdateResponse>((done) => client.update(request, done));
      return { id: state.id, inputs: news, outputs: bagOf(answer.getProperties()) };
    },

    async read(declaration, id, { inputs, outputs } = {}) {
      const request = new ReadRequest().setUrn(urnOf(declaration)).setId(id);
      if (inputs) request.setInputs(structOf(inputs));
      if (outputs) request.setProperties(structOf(outputs));
      const answer = await called<ReadResponse>((done) => client.read(request, done));
      if (answer.getId() === "") {
        expect(answer.hasProperties()).toBe(false);
        return undefined;
      }
      return {
        id: answer.getId(),
        inputs: bagOf(answer.getInputs()),
        outputs: bagOf(answer.getProperties()),
      };
    },

    async delete(declaration, { id, inputs, outputs }) {
      const request = new DeleteRequest()
        .setUrn(urnOf(declaration))
        .setId(id)
        .setProperties(structOf(outputs))
        .setOldInputs(structOf(inputs));
      await called((done) => client.delete(request, done));
    },
  };
}

function updateRequest(declaration: Declaration, { id, inputs, outputs }: State, news: Bag): UpdateRequest {
  return new UpdateRequest()
    .setUrn(urnOf(declaration))
    .setId(id)
    .setOlds(structOf(outputs))
    .setOldInputs(structOf(inputs))
    .setNews(structOf(news));
}

function differencesIn(answer: DiffResponse): Differences {
  const { DIFF_NONE } = DiffResponse.DiffChanges;
  const isSame = answer.getChanges() === DIFF_NONE;
  const details: Record<string, string> = {};
  answer.getDetaileddiffMap().forEach((one, path) => {
    details[path] = `${kindNames.get(one.getKind())}${one.getInputdiff() ? "" : " of an output"}`;
  });
  const replaces = answer.getReplacesList();
  return {
    changes: isSame ? "none" : replaces.length > 0 ? "replace" : "update",
    replaces,
    diffs: answer.getDiffsList(),
    details,
    deleteBeforeReplace: answer.getDeletebeforereplace(),
  };
}

/** What the engine finds of a failed call. */
export interface Failed {
  code: number;
  message: string;
  /** Of an object that exists but is not finished. */
  partial?: { id: string; outputs: Bag; reasons: string[] };
}

/** How a call ends that fails; one that succeeds fails the test. */
export async function failed(work: Promise<unknown>): Promise<Failed> {
  const outcome = await work.then(
    (answer) => ({ answer }),
    (error: ServiceError) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`no error, but ${JSON.stringify(outcome.answer)}`);
  const { code, details, metadata } = outcome.error;
  const [bytes] = metadata.get("grpc-status-details-bin");
  const [any] = bytes instanceof Buffer ? Status.deserializeBinary(bytes).getDetailsList() : [];
  if (!any) return { code, message: details };
  expect(any.getTypeUrl()).toBe("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  const detail = ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
  const partial = {
    id: detail.getId(),
    outputs: bagOf(detail.getProperties()),
    reasons: detail.getReasonsList(),
  };
  return { code, message: details, partial };
}
