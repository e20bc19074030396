import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

type Bag = Record<string, unknown>;

/** What one process has used since its start. */
export interface Used {
  /** Processor time in seconds. */
  cpu: number;
  /** The most memory that it ever held, in MiB. */
  peak: number;
}

/** Pulumi's own process for dynamic resources, with the packed package in it: asked over gRPC, as the engine does. */
export class ProviderProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ask: (method: string, request: unknown) => Promise<Message>,
    private readonly sdk: Sdk,
  ) {}

  static async start(room: string, settings: Bag): Promise<ProviderProcess> {
    const load = createRequire(resolve(room, "index.js"));
    const grpc: Grpc = load("@grpc/grpc-js");
    const { ResourceProviderClient }: { ResourceProviderClient: ClientClass } = load(
      "@pulumi/pulumi/proto/provider_grpc_pb.js",
    );
    const { Struct }: { Struct: { fromJavaScript(bag: Bag): unknown } } = load(
      "google-protobuf/google/protobuf/struct_pb.js",
    );
    const sdk: Sdk = {
      messages: load("@pulumi/pulumi/proto/provider_pb.js"),
      struct: (bag) => Struct.fromJavaScript(bag),
    };
    const child = spawn(
      process.execPath,
      [load.resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:1"],
      {
        cwd: resolve(room),
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, PULUMI_NODEJS_PROJECT: "program" },
      },
    );
    const [port] = await once(child.stdout, "data");
    const address = `127.0.0.1:${String(port).trim()}`;
    const client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    const ask = (method: string, request: unknown) =>
      new Promise<Message>((done, failed) => {
        client[method]?.(request, (error, reply) => (error ? failed(error) : done(reply)));
      });
    const started = new ProviderProcess(child, ask, sdk);
    await ask("configure", started.#message("ConfigureRequest", { setArgs: sdk.struct(settings) }));
    return started;
  }

  /** The arguments as the provider lets them through. */
  async check(olds: Bag, news: Bag): Promise<Bag> {
    const { struct } = this.sdk;
    const request = this.#message("CheckRequest", { setOlds: struct(olds), setNews: struct(news) });
    const reply = await this.ask("check", request);
    return reply.getInputs?.().toJavaScript() ?? {};
  }

  async diff(id: string, olds: Bag, news: Bag): Promise<void> {
    const { struct } = this.sdk;
    const request = { setId: id, setOlds: struct(olds), setNews: struct(news) };
    await this.ask("diff", this.#message("DiffRequest", request));
  }

  /** Undefined where the system does not tell. */
  used(): Used | undefined {
    try {
      const stat = readFileSync(`/proc/${this.child.pid}/stat`, "utf8");
      // After the name in brackets come the state and eleven numbers, then the ticks in user and in system mode.
      const [user = 0, system = 0] = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .slice(11, 13)
        .map(Number);
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"))?.[1];
      return { cpu: (user + system) / ticks, peak: Number(peak) / 1024 };
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill();
    await ended;
  }

  #message(name: string, fields: Record<string, unknown>): unknown {
    const Message = this.sdk.messages[name];
    if (!Message) throw new Error(`Pulumi has no message ${name}`);
    const message = new Message();
    for (const [setter, value] of Object.entries(fields)) message[setter]?.(value);
    return message;
  }
}

/** Of Linux, in a second. */
const ticks = 100;

// What is used here of packages that are loaded from the room, and so come without types.
interface Grpc {
  credentials: { createInsecure(): unknown };
}

type Answer = (error: Error | null, reply: Message) => void;
type ClientClass = new (
  address: string,
  credentials: unknown,
) => Record<string, ((request: unknown, answer: Answer) => void) | undefined>;

interface Message {
  getInputs?(): { toJavaScript(): Bag };
}

interface Sdk {
  messages: Record<string, new () => Record<string, ((value: unknown) => unknown) | undefined>>;
  struct(bag: Bag): unknown;
}
