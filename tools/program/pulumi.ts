import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { defaultCommandLine } from "./command-line";

export interface Outcome {
  code: number;
  /** What was printed, both streams in order. */
  output: string;
}

/** The real Pulumi command line on one program, with a state and a home of its own. */
export class Pulumi {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #commandLine: string;

  constructor(
    folder: string,
    environment: Record<string, string> = {},
    commandLine: string = defaultCommandLine,
  ) {
    this.folder = resolve(folder);
    this.#commandLine = commandLine;
    const state = join(this.folder, ".state");
    mkdirSync(state, { recursive: true });
    const inherited = Object.entries(process.env).filter(([name]) => !/^(OPENAI|PULUMI)_/.test(name));
    this.#environment = {
      ...Object.fromEntries(inherited),
      PATH: [resolve(".tools/bin"), process.env.PATH].join(":"),
      PULUMI_HOME: join(this.folder, ".pulumi-home"),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for local trials only",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NODE_NO_WARNINGS: "1",
      ...environment,
    };
  }

  /** Runs one command; `show` is called with each piece of output as it comes. */
  run(
    args: string[],
    show: (text: string) => void = () => {},
    environment: Record<string, string> = {},
  ): Promise<Outcome> {
    return new Promise((done, failed) => {
      const child = spawn(this.#commandLine, [...args, "--non-interactive", "--color", "never"], {
        cwd: this.folder,
        env: { ...this.#environment, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      const keep = (chunk: Buffer) => {
        output += chunk;
        show(String(chunk));
      };
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      child.on("error", failed);
      child.on("close", (code) => done({ code: code ?? -1, output }));
    });
  }

  /** Begins a command and kills it, with no chance to tidy up, as soon as `when` comes true. */
  async runUntilKilled(args: string[], when: Promise<unknown>): Promise<void> {
    const child = spawn(this.#commandLine, [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.#environment,
      stdio: "ignore",
    });
    const ended = new Promise((done) => child.on("close", done));
    await Promise.race([when, ended]);
    child.kill("SIGKILL");
    await ended;
  }

  /** Runs a command that must succeed. */
  async must(args: string[], show?: (text: string) => void): Promise<string> {
    const { code, output } = await this.run(args, show);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** A new stack with these settings; secrets are stored encrypted. */
  async init(
    stack: string,
    settings: Record<string, string>,
    secrets: Record<string, string> = {},
  ): Promise<void> {
    await this.must(["stack", "init", stack]);
    await this.configure(settings, secrets);
  }

  async configure(settings: Record<string, string>, secrets: Record<string, string> = {}): Promise<void> {
    const plain = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    const secret = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await this.must(["config", "set-all", "--path", ...plain, ...secret]);
  }
}
