import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type DiffRequest,
  DiffResponse,
  GetSchemaResponse,
  PropertyDiff,
  type ProviderHandshakeRequest,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { gatherSettings, type RawSettings } from "../api/settings";
import { unknownValue } from "../kernel/values";
import { changedSettings, checkSettings, secretSettings, textOf } from "./configuration";
import { decode } from "./decode";
import { encode } from "./encode";
import { EngineLog } from "./engine-log";
import type { Run } from "./run";
import type { World } from "./world";

/**
 * One provider, as the engine speaks to it: what comes before the first resource. Whatever a resource needs is loaded with
 * the first of them, for most commands start more providers than they use.
 */
export class Provider {
  readonly log = new EngineLog();
  #settings?: RawSettings;
  #run?: Run;
  #stop = new AbortController();

  constructor(private readonly world?: World) {}

  /** Ended by Cancel; the next configuration is a new run. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  handshake(request: ProviderHandshakeRequest): ProviderHandshakeResponse {
    this.log.connect(request.getEngineAddress());
    return new ProviderHandshakeResponse()
      .setAcceptSecrets(true)
      .setAcceptResources(true)
      .setAcceptOutputs(false)
      .setSupportsAutonamingConfiguration(true);
  }

  schema(): GetSchemaResponse {
    const schema: unknown = require("../../schema.json");
    return new GetSchemaResponse().setSchema(JSON.stringify(schema));
  }

  /** What the environment says is not written down here: it would stand in the state, and outlive the environment. */
  checkConfig(request: CheckRequest): CheckResponse {
    const { properties, secret } = decode(request.getNews());
    const failures = checkSettings(properties).map(({ property, reason }) =>
      new CheckFailure().setProperty(property).setReason(reason),
    );
    return new CheckResponse()
      .setInputs(encode(properties, [...secret, ...secretSettings]))
      .setFailuresList(failures);
  }

  diffConfig(request: DiffRequest): DiffResponse {
    const given = request.getOldInputs() ?? request.getOlds();
    const changed = changedSettings(decode(given).properties, decode(request.getNews()).properties);
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    const answer = new DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setHasdetaileddiff(true);
    for (const name of changed) {
      const one = new PropertyDiff().setKind(PropertyDiff.Kind.UPDATE).setInputdiff(true);
      answer.getDetaileddiffMap().set(name, one);
    }
    return answer;
  }

  /** Never fails and asks nobody: what is wrong is said by the first call that needs it, and only where there is one. */
  configure(request: ConfigureRequest): ConfigureResponse {
    const { properties } = decode(request.getArgs());
    this.#settings = gatherSettings((name) => {
      const value = properties[name];
      return value === unknownValue ? undefined : textOf(value);
    });
    this.#run = undefined;
    this.#stop = new AbortController();
    return new ConfigureResponse()
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setAcceptoutputs(false)
      .setSupportspreview(true)
      .setSupportsAutonamingConfiguration(true);
  }

  /** Ends everything that is under way, and what is asked for after it. */
  cancel(): void {
    this.#stop.abort();
  }

  /** Some commands ask about resources without having configured anything. */
  get run(): Run {
    this.#run ??= this.#begin();
    return this.#run;
  }

  #begin(): Run {
    const settings = this.#settings ?? gatherSettings(() => undefined);
    const say = (line: string) => this.log.say(line);
    const { Run: RunOfResources } = resources();
    const world = this.world ?? sockets();
    return new RunOfResources(settings, world(say, this.signal, settings), this.log, this.signal);
  }
}

/** Everything that knows a kind of resource. */
export function resources(): typeof import("./resources") {
  return require("./resources");
}

function sockets(): World {
  const loaded: typeof import("./world") = require("./world");
  return loaded.realWorld;
}
