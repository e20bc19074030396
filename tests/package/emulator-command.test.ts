import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { ended, installedProgram, long, must, place, run, start } from "./room";

let program: string;
let folder: string;
let command: string;

beforeAll(async () => {
  program = await installedProgram();
  folder = place(program, "emulator-command", { "package.json": { private: true } });
  command = join(program, "node_modules/.bin/openai-emulator");
}, long);

const started: ChildProcess[] = [];

function startCommand(...args: string[]): ChildProcess {
  const child = start(command, args, { cwd: folder, within: program });
  started.push(child);
  return child;
}

// A server that outlived its failed test would keep jest from ending.
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return text;
}

const listening = /^listening on (http:\/\/127\.0\.0\.1:\d+\/v1)\n$/;

describe("The command openai-emulator", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "says where it listens, answers, and ends with 0 on %s",
    async (signal) => {
      const child = startCommand();
      const exit = once(child, "exit");
      const line = await firstLine(child);
      expect(line).toMatch(listening);
      const response = await fetch(`${listening.exec(line)?.[1]}/organization/projects`, {
        headers: { authorization: "Bearer sk-admin-test" },
      });
      expect(response.status).toBe(200);
      child.kill(signal);
      expect(await exit).toEqual([0, null]);
    },
  );

  it("says one sentence when its port is in use", async () => {
    const other = createServer();
    await once(other.listen(0, "127.0.0.1"), "listening");
    const { port } = other.address() as AddressInfo;
    const result = await run(command, ["--port", String(port)], { cwd: folder, within: program });
    other.close();
    expect(result).toEqual({ code: 1, stdout: "", stderr: `Port ${port} is already in use.\n` });
  });

  it("listens on the port that it is given", async () => {
    const other = createServer();
    await once(other.listen(0, "127.0.0.1"), "listening");
    const { port } = other.address() as AddressInfo;
    await once(other.close(), "close");
    const child = startCommand("--port", String(port));
    const end = ended(child);
    expect(await new Promise((line) => child.stdout?.once("data", (chunk) => line(String(chunk))))).toBe(
      `listening on http://127.0.0.1:${port}/v1\n`,
    );
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ code: 0, stderr: "" });
  });

  it.each(["70000", "-1", "http"])("refuses the port %s with a sentence", async (port) => {
    const { code, stdout, stderr } = await run(command, [`--port=${port}`], { cwd: folder, within: program });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("a port is a number from 0 to 65535.");
    expect(stderr).not.toContain("    at ");
  });
});

describe("createEmulator answers inside a program", () => {
  const use = `
    (async () => {
      const emulator = createEmulator();
      const headers = { authorization: "Bearer " + seedKeys.admin };
      const inside = await emulator.fetch(new Request("http://any.host/v1/organization/projects", { headers }));
      const { url, close } = await emulator.listen();
      const outside = await fetch(url + "/organization/projects", { headers });
      const same = JSON.stringify(await inside.json()) === JSON.stringify(await outside.json());
      await close();
      console.log(JSON.stringify([inside.status, outside.status, same, emulator.requests().length]));
    })();`;

  it.each([
    ["CommonJS", "in.cjs", `const { createEmulator, seedKeys } = require("pulumi-openai/emulator");`],
    ["ES modules", "in.mjs", `import { createEmulator, seedKeys } from "pulumi-openai/emulator";`],
  ])("of %s, and lets it end", async (_, name, head) => {
    const home = place(folder, name.replace(".", "-"), { [name]: head + use });
    const output = await must(process.execPath, [name], { cwd: home, within: program });
    expect(JSON.parse(output)).toEqual([200, 200, true, 2]);
  });
});
