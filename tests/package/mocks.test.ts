import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dynamicTypes, installedProgram, long, makeAll, must, place } from "./room";

let program: string;
let folder: string;
const elsewhere = mkdtempSync(join(tmpdir(), "pulumi-openai-elsewhere-"));

beforeAll(async () => {
  program = await installedProgram();
  folder = place(program, "mocks", {
    "package.json": { private: true },
    "unit.cjs": makeAll("pulumi-openai/dynamic"),
  });
}, long);

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

it("a unit test with Pulumi's mocks makes resources of every class from a working directory far from its project", async () => {
  const output = await must(process.execPath, [join(folder, "unit.cjs")], {
    cwd: elsewhere,
    within: program,
  });
  expect(JSON.parse(output)).toEqual(dynamicTypes);
});
