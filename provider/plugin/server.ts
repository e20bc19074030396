import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
} from "@grpc/grpc-js";
import { PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckFailure,
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  GetMappingResponse,
  GetMappingsResponse,
  InvokeRequest,
  InvokeResponse,
  ListRequest,
  type ListResponse,
  ProviderHandshakeRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { version } from "pulumi-openai/package.json";
import { OpenAIError } from "../kernel/errors";
import { failureOf, NotHere } from "./failure";
import { type Provider, resources } from "./provider";

/** As large as the engine's own messages may be: state may hold long instructions and whole texts of files. */
const largest = 400 * 1024 * 1024;

/** How a request is read. */
interface Form<Q> {
  deserializeBinary(bytes: Uint8Array): Q;
}

type Handler = handleUnaryCall<Buffer, unknown>;
type StreamHandler = handleServerStreamingCall<Buffer, ListResponse>;

/** The whole protocol, on a port of this machine that the system chooses. */
export async function serve(provider: Provider): Promise<{ port: number; close(): void }> {
  const server = new Server({
    "grpc.max_receive_message_length": largest,
    "grpc.max_send_message_length": largest,
    // The engine measures by a server of the same kind.
    "grpc.server_max_unrequested_time_in_server": 1800,
  });
  server.addService(inBytes(), handlersFor(provider));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const close = () => {
    provider.log.close();
    server.forceShutdown();
  };
  return { port, close };
}

/** The service with its requests as they come: what cannot be read is then answered by us, with a sentence. */
function inBytes() {
  const methods = Object.entries(ResourceProviderService).map(([name, method]) => [
    name,
    { ...method, requestDeserialize: (bytes: Buffer) => bytes },
  ]);
  return Object.fromEntries(methods);
}

function handlersFor(provider: Provider): Record<string, Handler | StreamHandler> {
  const unary = <Q>(form: Form<Q>, work: (request: Q) => unknown): Handler => answering(provider, form, work);
  const about = resources;
  return {
    handshake: unary(ProviderHandshakeRequest, (request) => provider.handshake(request)),
    attach: unary(PluginAttach, (request) => {
      provider.log.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(Empty, () => new PluginInfo().setVersion(version)),
    getSchema: unary(Empty, () => provider.schema()),
    checkConfig: unary(CheckRequest, (request) => provider.checkConfig(request)),
    diffConfig: unary(DiffRequest, (request) => provider.diffConfig(request)),
    configure: unary(ConfigureRequest, (request) => provider.configure(request)),
    check: unary(CheckRequest, (request) => about().checkResource(provider.run, request)),
    diff: unary(DiffRequest, (request) => about().diffResource(provider.run, request)),
    create: unary(CreateRequest, (request) => about().createResource(provider.run, request)),
    read: unary(ReadRequest, (request) => about().readResource(provider.run, request)),
    update: unary(UpdateRequest, (request) => about().updateResource(provider.run, request)),
    list: listing(provider),
    delete: unary(DeleteRequest, async (request) => {
      await about().deleteResource(provider.run, request);
      return new Empty();
    }),
    invoke: unary(InvokeRequest, (request) => {
      const reason = `pulumi-openai ${version} has no function ${request.getTok()}`;
      return new InvokeResponse().setFailuresList([new CheckFailure().setReason(reason)]);
    }),
    cancel: unary(Empty, () => {
      provider.cancel();
      return new Empty();
    }),
    getMapping: unary(Empty, () => new GetMappingResponse()),
    getMappings: unary(Empty, () => new GetMappingsResponse()),
    ...Object.fromEntries(absent.map((name) => [name, unary(Empty, () => notHere(name))])),
  };
}

/** Components are TypeScript here, and there is one package, not a family of them. */
const absent = ["parameterize", "construct", "call"] as const;

function notHere(name: string): never {
  throw new NotHere(`pulumi-openai has no components and no parameters, so it does not answer ${name}.`);
}

function answering<Q>(provider: Provider, form: Form<Q>, work: (request: Q) => unknown): Handler {
  return ({ request }, callback) => {
    const { signal } = provider;
    const answer = async (): Promise<unknown> => {
      const answered = await work(read(form, request));
      await provider.log.arrived();
      return answered;
    };
    answer().then(
      (message) => callback(null, message),
      (error: unknown) => callback(failureOf(error, signal.aborted)),
    );
  };
}

/** Each answer leaves when it is there; whoever has hung up gets no more. */
function listing(provider: Provider): StreamHandler {
  return (call) => {
    const { signal } = provider;
    const answer = async () => {
      const request = read(ListRequest, call.request);
      for await (const response of resources().listResources(provider.run, request)) {
        if (call.cancelled) return;
        if (!call.write(response)) await new Promise((resolve) => call.once("drain", resolve));
      }
      call.end();
    };
    answer().catch((error: unknown) => call.emit("error", failureOf(error, signal.aborted)));
  };
}

function read<Q>(form: Form<Q>, bytes: Uint8Array): Q {
  try {
    return form.deserializeBinary(bytes);
  } catch {
    throw new OpenAIError("usage", "The engine's message cannot be read. Nothing was done.");
  }
}
