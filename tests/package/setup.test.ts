import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A Go that "builds" at once: a file that prints the version which the linker was told to put in. */
const go = `#!/bin/sh
case "$1" in
version)
  case "$AGE $PWD" in "old "*/pulumi-cli) echo "go.mod requires go >= 1.26.6" >&2; exit 1 ;; esac
  echo "go version go1.26.6" ;;
build)
  version=$(echo "$*" | sed 's/.*Version=\\(v[0-9.]*\\).*/\\1/')
  while [ "$1" != -o ]; do shift; done
  printf '#!/bin/sh\\necho %s\\n' "$version" >"$2"
  chmod +x "$2" ;;
esac
`;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What the set-up calls, but for the machine's Go and Pulumi, which may lie in the same folders. */
const calls =
  "bash sh awk cat chmod cmp cp cut dirname env find grep head ln mkdir mv rm sed sha256sum shasum sleep tail uname wc";

const commandsOnly = mkdtempSync(join(tmpdir(), "pulumi-openai-commands-"));
folders.push(commandsOnly);
symlinkSync(process.execPath, join(commandsOnly, "node"));
for (const name of calls.split(" ")) {
  const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
  if (found.startsWith("/")) symlinkSync(found, join(commandsOnly, name));
}

function put(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

/** A checkout's set-up with nothing installed, and a machine that has these commands on PATH. */
function checkout(commands: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-openai-setup-"));
  folders.push(folder);
  for (const part of ["setup", "pulumi-cli", "pulumi-cli-oldest", "language-nodejs"])
    cpSync(join("tools", part), join(folder, "tools", part), { recursive: true });
  put(join(folder, "node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs"), "#!/bin/sh\n");
  for (const [name, content] of Object.entries(commands)) put(join(folder, "machine", name), content);
  const PATH = [join(folder, "machine"), commandsOnly].join(":");
  return {
    folder,
    setUp(step: string, AGE = "new") {
      const { status, stdout, stderr } = spawnSync(join(folder, "tools/setup/main.sh"), [step], {
        encoding: "utf8",
        env: { PATH, AGE, HOME: folder },
      });
      return { code: status, output: stdout + stderr };
    },
    version: (name: string) => String(execFileSync(join(folder, ".tools/bin", name))).trim(),
  };
}

const pulumi = (version: string) => ({
  pulumi: `#!/bin/sh\necho ${version}\n`,
  "pulumi-language-nodejs": "",
});

describe("The set-up of the Pulumi command line", () => {
  it("builds the newest, and beside it the oldest promised one, each once, and says which", () => {
    const { setUp, version } = checkout({ go });
    expect(setUp("pulumi").output).toContain("Pulumi command line v3.274.1, built here");
    expect(setUp("pulumi-oldest").output).toContain("building the Pulumi command line 3.259.0");
    expect([version("pulumi"), version("pulumi-3.259.0")]).toEqual(["v3.274.1", "v3.259.0"]);
    expect(setUp("pulumi").output).toBe("[setup] Pulumi command line v3.274.1, built here\n");
    expect(setUp("pulumi-oldest").output).toBe(
      "[setup] and Pulumi command line 3.259.0, the oldest that is promised to work\n",
    );
  });

  it("builds the oldest promised one with a Go that is too old for the newest, and the newest once Go is new", () => {
    const { setUp, version } = checkout({ go });
    expect(setUp("pulumi", "old").output).toContain("this Go is too old for 3.274.1");
    expect(version("pulumi")).toBe("v3.259.0");
    expect(setUp("pulumi-oldest", "old").output).toContain("no second Pulumi command line: 3.259.0");
    expect(setUp("pulumi", "old").output).toBe("[setup] Pulumi command line v3.259.0, built here\n");
    expect(setUp("pulumi", "new").code).toBe(0);
    expect(version("pulumi")).toBe("v3.274.1");
  });

  it.each(["v3.259.0", "v3.300.1", "v4.0.0", "v3.275.0-dev.2"])(
    "takes the machine's %s with its host, and then needs no Go",
    (found) => {
      const { setUp, version } = checkout(pulumi(found));
      expect(setUp("pulumi").output).toContain(`Pulumi command line ${found}, the machine's`);
      expect(version("pulumi")).toBe(found);
      const second = setUp("pulumi-oldest");
      expect(second.code).toBe(0);
      expect(second.output).toContain("no second Pulumi command line");
    },
  );

  it.each(["v3.258.9", "v2.400.0"])("does not take the machine's %s, and says why", (found) => {
    const { setUp, version } = checkout({ go, ...pulumi(found) });
    expect(setUp("pulumi").output).toContain(`pulumi ${found} on PATH is older than 3.259.0`);
    expect(version("pulumi")).toBe("v3.274.1");
  });

  it("lets go of a command line that it took when an older one was enough", () => {
    const { folder, setUp, version } = checkout({ go, ...pulumi("v3.260.0") });
    expect(setUp("pulumi").code).toBe(0);
    put(join(folder, "machine/pulumi"), String(pulumi("v3.250.0").pulumi));
    const stamp = join(folder, ".tools/stamps/pulumi");
    writeFileSync(stamp, readFileSync(stamp, "utf8").replace("v3.260.0", "v3.250.0"));
    expect(setUp("pulumi").output).toContain("pulumi v3.250.0 on PATH is older than 3.259.0");
    expect(version("pulumi")).toBe("v3.274.1");
  });

  it("says what to install where there is neither", () => {
    const { code, output } = checkout({}).setUp("pulumi");
    expect(code).not.toBe(0);
    expect(output).toBe(
      "[setup] Go is missing: the Pulumi command line has to be built (no pulumi on PATH; pulumi 3.259.0 or newer with " +
        "its Node.js host would do too); install Go 1.25 or newer\n",
    );
  });
});
