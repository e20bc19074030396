import { join } from "node:path";
import { facts, installedProgram, long, place, run } from "./room";

let folder: string;
let pulumiOpenai: (...args: string[]) => ReturnType<typeof run>;

beforeAll(async () => {
  const program = await installedProgram();
  folder = place(program, "pulumi-openai-command", { "broken.json": "{", "other.json": "{}" });
  const command = join(program, "node_modules/.bin/pulumi-openai");
  pulumiOpenai = (...args) => run(command, args, { cwd: folder, within: program });
}, long);

describe("The command pulumi-openai", () => {
  it.each(["--version", "-V"])("%s prints the version of package.json", async (option) => {
    expect(await pulumiOpenai(option)).toEqual({ code: 0, stdout: `${facts.version}\n`, stderr: "" });
  });

  it.each([
    ["that is not there", "gone.json", "gone.json cannot be read (ENOENT).\n"],
    ["that is a folder", ".", ". cannot be read (EISDIR).\n"],
    ["that is no JSON", "broken.json", /^This is not what `pulumi stack export` writes\. Use: .*\n$/],
    ["that is no export", "other.json", /^This is not what `pulumi stack export` writes\. Use: .*\n$/],
  ])("says of a state %s one sentence", async (_, file, sentence) => {
    const { code, stdout, stderr } = await pulumiOpenai("pending", file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr.split("\n")).toHaveLength(2);
  });
});
