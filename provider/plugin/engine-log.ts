import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** How long an answer waits for the lines that belong to it, in milliseconds: the engine is on this machine. */
const patience = 500;

/** Lines for people, each beside the resource that it is about. Without an engine's address nobody reads them. */
export class EngineLog {
  #client?: EngineClient;
  #address = "";
  readonly #underWay = new Set<Promise<void>>();

  /** The engine's address, as the last one to call has told it. */
  connect(address: string): void {
    if (address === "" || address === this.#address) return;
    this.#client?.close();
    this.#address = address;
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  say(line: string, urn = ""): void {
    this.#send(LogSeverity.INFO, line, urn);
  }

  warn(line: string, urn = ""): void {
    this.#send(LogSeverity.WARNING, line, urn);
  }

  /** Comes back when what was said has arrived, so that no line comes after the end of what it tells of. */
  async arrived(): Promise<void> {
    if (this.#underWay.size === 0) return;
    let giveUp: NodeJS.Timeout | undefined;
    const tired = new Promise<void>((resolve) => {
      giveUp = setTimeout(resolve, patience);
    });
    await Promise.race([Promise.all(this.#underWay), tired]);
    clearTimeout(giveUp);
  }

  close(): void {
    this.#client?.close();
  }

  #send(severity: LogSeverity, message: string, urn: string): void {
    const client = this.#client;
    if (!client) return;
    const request = new LogRequest().setSeverity(severity).setMessage(message).setUrn(urn);
    const sent = new Promise<void>((resolve) => {
      // Whoever cannot be told is not told: no operation fails for the sake of a line about it.
      client.log(request, () => resolve());
    });
    this.#underWay.add(sent);
    void sent.then(() => this.#underWay.delete(sent));
  }
}
