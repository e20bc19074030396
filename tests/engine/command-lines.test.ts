import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const program = `${head}
const project = new openai.Project("shop");
new openai.ProjectRole("auditor", { projectId: project.projectId, permissions: ["api.model.read"] }, { deletedWith: project });
`;

describe.each(commandLines)("on the command line $version", (line) => {
  let place: Stage;
  beforeAll(async () => {
    place = await stageOn(line, "command-line", program);
  });
  afterAll(() => place.close());

  it("it is that version, with its hosts beside it, so that nothing is warned of", async () => {
    expect((await place.pulumi.must(["version"])).trim()).toBe(`v${line.version}`);
    const preview = await place.run(["preview"]);
    expect(preview.code === 0 ? "fine" : preview.output).toBe("fine");
    expect(preview.output).not.toMatch(/warning/i);
  });

  it("a program comes up, is at rest, and goes down", async () => {
    for (const command of [
      ["up", "--yes", "--skip-preview"],
      ["preview", "--expect-no-changes"],
      ["destroy", "--yes", "--skip-preview"],
    ]) {
      const { code, output } = await place.run(command);
      expect(code === 0 ? "fine" : output).toBe("fine");
    }
    expect(await place.resources()).toEqual([]);
  });
});

it("no version is there twice", () => {
  const versions = commandLines.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)]);
  expect(versions.length).toBeGreaterThan(0);
});
