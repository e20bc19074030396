import { type Client, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CallRequest,
  CheckRequest,
  type CheckResponse,
  ConstructRequest,
  DiffRequest,
  DiffResponse,
  GetMappingRequest,
  type GetMappingResponse,
  GetMappingsRequest,
  type GetMappingsResponse,
  GetSchemaRequest,
  type GetSchemaResponse,
  InvokeRequest,
  type InvokeResponse,
  ParameterizeRequest,
  ProviderHandshakeRequest,
  type ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { version } from "../../package.json";
import schema from "../../schema.json";
import { kindOf } from "../kernel/facts";
import { type Workshop, workshop } from "../support/workshop";
import { called, type Engine, engineOn, failed, urnOf } from "./engine";
import { type Bag, bagOf, secret, structOf, unknown } from "./structs";

const Project = kindOf("Project");

let place: Workshop;
let engine: Engine;

beforeEach(async () => {
  place = workshop();
  engine = await engineOn(place);
});
afterEach(() => engine.close());

describe("before the first resource", () => {
  it("agrees with the engine on how values travel, twice in the same words", async () => {
    const { client } = engine;
    const first = await called<ProviderHandshakeResponse>((done) =>
      client.handshake(new ProviderHandshakeRequest().setConfigureWithUrn(true), done),
    );
    const second = await engine.configure();
    expect([first.getAcceptSecrets(), first.getAcceptResources(), first.getAcceptOutputs()]).toEqual([
      second.getAcceptsecrets(),
      second.getAcceptresources(),
      second.getAcceptoutputs(),
    ]);
    expect(first.getAcceptSecrets()).toBe(true);
    expect([first.getSupportsAutonamingConfiguration(), second.getSupportsAutonamingConfiguration()]).toEqual(
      [true, true],
    );
    expect(second.getSupportspreview()).toBe(true);
  });

  it("tells its version and its schema", async () => {
    const { client } = engine;
    const info = await called<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).toBe(version);
    const answer = await called<GetSchemaResponse>((done) => client.getSchema(new GetSchemaRequest(), done));
    expect(JSON.parse(answer.getSchema())).toEqual(schema);
  });

  it("has no mapping from other providers' resources", async () => {
    const { client } = engine;
    const all = await called<GetMappingsResponse>((done) =>
      client.getMappings(new GetMappingsRequest().setKey("terraform"), done),
    );
    expect(all.getProvidersList()).toEqual([]);
    const one = await called<GetMappingResponse>((done) =>
      client.getMapping(new GetMappingRequest().setKey("terraform"), done),
    );
    expect(one.getProvider()).toBe("");
  });

  it("has no function, and says so as an answer", async () => {
    const request = new InvokeRequest().setTok("openai:index:getNothing");
    const answer = await called<InvokeResponse>((done) => engine.client.invoke(request, done));
    expect(answer.getFailuresList().map((one) => one.getReason())).toEqual([
      `pulumi-openai ${version} has no function openai:index:getNothing`,
    ]);
  });

  it("does not answer what only components and parameters need, and nothing else", async () => {
    const { client } = engine;
    for (const work of [
      called((done) => client.construct(new ConstructRequest(), done)),
      called((done) => client.call(new CallRequest(), done)),
      called((done) => client.parameterize(new ParameterizeRequest(), done)),
    ]) {
      expect(await failed(work)).toEqual({
        code: status.UNIMPLEMENTED,
        message: expect.stringContaining("pulumi-openai has no components and no parameters"),
      });
    }
  });

  it.each(Object.values(ResourceProviderService).map((method) => [method.path, method] as const))(
    "refuses a message of no sense, and goes on: %s",
    async (path, method) => {
      const raw = engine.client as Client;
      const odd = (bytes: Buffer) =>
        called<Buffer>((done) => {
          if (method.responseStream) {
            const stream = raw.makeServerStreamRequest(
              path,
              (it: Buffer) => it,
              (it) => it,
              bytes,
            );
            stream.on("data", () => {});
            stream.on("error", (error: ServiceError) => done(error, bytes));
            stream.on("end", () => done(null, bytes));
            return;
          }
          raw.makeUnaryRequest(
            path,
            (it: Buffer) => it,
            (it) => it,
            bytes,
            (error, answer) => done(error, answer ?? bytes),
          );
        });
      for (const bytes of [Buffer.from([0x0a, 0xff]), Buffer.from("not a message"), Buffer.alloc(9, 0xff)]) {
        const outcome = await odd(bytes).catch((error: ServiceError) => error.code);
        if (typeof outcome === "number")
          expect([status.INVALID_ARGUMENT, status.UNIMPLEMENTED]).toContain(outcome);
      }
      expect((await engine.configure()).getSupportspreview()).toBe(true);
    },
  );
});

describe("the settings of a provider", () => {
  const check = async (news: Bag) => {
    const request = new CheckRequest().setNews(structOf(news));
    const answer = await called<CheckResponse>((done) => engine.client.checkConfig(request, done));
    return {
      inputs: bagOf(answer.getInputs()),
      failures: answer.getFailuresList().map((one) => [one.getProperty(), one.getReason()]),
    };
  };

  it("are taken as they are, keys as secrets, with nothing of the environment", async () => {
    const news = {
      version: "0.1.0",
      organization: "org-1",
      apiKey: "sk-proj-1",
      readOnly: true,
      project: unknown,
    };
    expect(await check(news)).toEqual({
      inputs: { ...news, apiKey: secret("sk-proj-1") },
      failures: [],
    });
  });

  it("are all told that are wrong, and no key with its value", async () => {
    const { failures } = await check({
      organisation: "org-1",
      adminApiKey: "sk-proj-canary",
      apiKey: ["canary"],
      baseUrl: "http://example.com",
      requestTimeoutSeconds: "soon",
      readOnly: '"perhaps"',
    });
    expect(failures.map(([property]) => property)).toEqual([
      "",
      "",
      "baseUrl",
      "",
      "readOnly",
      "requestTimeoutSeconds",
    ]);
    expect(JSON.stringify(failures)).toContain('did you mean \\"organization\\"?');
    expect(JSON.stringify(failures)).not.toContain("canary");
  });

  const diff = async (olds: Bag, news: Bag) => {
    const request = new DiffRequest()
      .setOldInputs(structOf(olds))
      .setOlds(structOf(olds))
      .setNews(structOf(news));
    const answer = await called<DiffResponse>((done) => engine.client.diffConfig(request, done));
    expect(answer.getReplacesList()).toEqual([]);
    const isSome = answer.getChanges() === DiffResponse.DiffChanges.DIFF_SOME;
    return isSome ? answer.getDiffsList() : answer.getChanges() === DiffResponse.DiffChanges.DIFF_NONE && [];
  };

  it.each<[string, Bag, Bag, string[]]>([
    ["nothing", { organization: "a" }, { organization: "a" }, []],
    ["another key", { apiKey: secret("sk-proj-1") }, { apiKey: secret("sk-proj-2") }, []],
    ["a key that comes from the environment now", { adminApiKey: secret("sk-admin-1") }, {}, []],
    ["a key that is not known yet", { apiKey: secret("sk-proj-1") }, { apiKey: secret(unknown) }, ["apiKey"]],
    ["another organization", { organization: "a" }, { organization: "b" }, ["organization"]],
    ["another host", {}, { baseUrl: "http://localhost/v1" }, ["baseUrl"]],
    ["another version of the plugin", { version: "0.1.0" }, { version: "0.2.0" }, []],
  ])("differ, and never replace what the provider holds: %s", async (_, olds, news, changed) => {
    expect(await diff(olds, news)).toEqual(changed);
  });

  it.each<[string, Bag]>([
    ["none at all", {}],
    ["keys of the wrong kind", { adminApiKey: "sk-proj-1", apiKey: "sk-admin-1" }],
    ["a host that cannot be", { baseUrl: "http://example.com" }],
    ["what is not known yet", { adminApiKey: unknown, apiKey: secret(unknown) }],
    ["values of other types", { requestTimeoutSeconds: 5, readOnly: false, organization: ["a"] }],
  ])("are configured without a failure and without a call: %s", async (_, settings) => {
    const answer = await engine.configure(settings);
    expect(answer.getSupportspreview()).toBe(true);
    expect(place.calls()).toEqual([]);
  });
});

test("lines for people go to the engine that has attached itself, beside their resource", async () => {
  const lines: LogRequest[] = [];
  const host = new Server();
  host.addService(
    { log: EngineService.log },
    {
      log: ({ request }: { request: LogRequest }, done: (error: null, answer: Empty) => void) => {
        lines.push(request);
        done(null, new Empty());
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    host.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  try {
    const attach = new PluginAttach().setAddress(`127.0.0.1:${port}`);
    await called((done) => engine.client.attach(attach, done));
    const state = await engine.create(Project, { name: "shop" });
    await engine.delete(Project, state);
    expect(lines.map((line) => [line.getUrn(), line.getMessage(), line.getSeverity()])).toEqual([
      [urnOf(Project), `Project ${state.id}: archived, which cannot be undone`, LogSeverity.INFO],
    ]);
  } finally {
    host.forceShutdown();
  }
});
