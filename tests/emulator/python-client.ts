import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** The newest when this was written. */
const wanted = "openai==3.57.0";
const rooms = resolve(".build/python-client");
const room = join(rooms, wanted.replace("==", "-"));
const script = resolve("tests/emulator/official_client.py");

/** The Python of this machine, or null where there is none. */
export const python: string | null =
  ["python3", "python"].find(
    (name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3,))"]).status === 0,
  ) ?? null;

const interpreter = (folder: string): string =>
  process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");

const isWhole = (folder: string): boolean =>
  spawnSync(interpreter(folder), ["-c", "from importlib.util import find_spec as f; assert f('openai')"])
    .status === 0;

function must(command: string, args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
}

/**
 * Installs the official client once. What is made stands aside until it is whole and then takes its place in one
 * step, so that runs side by side do not disturb each other, and one that was killed leaves nothing that is half.
 */
export function installPythonClient(): void {
  if (python === null || isWhole(room)) return;
  // Of a Python that is gone meanwhile.
  rmSync(room, { recursive: true, force: true });
  mkdirSync(rooms, { recursive: true });
  const made = mkdtempSync(join(rooms, "new-"));
  try {
    must(python, ["-m", "venv", made]);
    must(interpreter(made), [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-input",
      wanted,
    ]);
    renameSync(made, room);
  } catch (error) {
    // The other run was faster, and has made the same.
    if (!isWhole(room)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Runs one task of the script against a listening emulator and gives what it printed. */
export async function runPython(
  task: string,
  { url, project, admin, input = "" }: { url: string; project: string; admin: string; input?: string },
): Promise<unknown> {
  const own = Object.entries(process.env).filter(([name]) => !/^(OPENAI_|.*_proxy$)/i.test(name));
  const child = spawn(interpreter(room), ["-B", script, task], {
    env: {
      ...Object.fromEntries(own),
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: project,
      OPENAI_ADMIN_KEY: admin,
    },
  });
  child.stdin.end(input);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
  const code = await new Promise((ended) => {
    child.on("close", ended);
  });
  if (code !== 0) throw new Error(`official_client.py ${task} ended with ${code}: ${err.join("")}`);
  return JSON.parse(out.join(""));
}
