import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExport } from "../../provider/cli/exported-state";
import { pending } from "../../provider/cli/pending";
import type { Properties } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";
import { workshop } from "../support/workshop";

const signature = "4dabf18193072939515e22adb298388d";
const hidden = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const shown = (value: string) => ({ ...hidden, ciphertext: undefined, plaintext: JSON.stringify(value) });
const notKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const assetSignature = { [signature]: "c44067f5952c0a294b673a41bacd8c17" };

type Create = [token: string, name: string, inputs: Properties];

/** What `pulumi stack export` writes after these creates were cut off. */
function exported(...creates: Create[]): string {
  const operations = creates.map(([token, name, inputs]) => {
    const type = `pulumi-nodejs:dynamic/openai:${token}`;
    return { type: "creating", resource: { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, inputs } };
  });
  return JSON.stringify({ version: 3, deployment: { resources: [], pending_operations: operations } });
}

/** The report on each create, by its name, and the calls that it took. */
async function reported(...creates: Create[]) {
  const place = workshop();
  const text = await pending(place.session({ readOnly: "true" }), readExport(exported(...creates)));
  const parts = creates.map(([token, name]) => {
    const after = text
      .slice(text.indexOf(`${token} ${name} (`))
      .split("\n")
      .slice(1);
    return [name, after.slice(0, after.indexOf("")).join("\n")] as const;
  });
  return { text, calls: place.calls(), of: Object.fromEntries(parts) };
}

const project: Create = ["Project", "other", { name: "other" }];
const notMade = "  Nothing like it is there: it was not made. The next `pulumi up` makes it.";

const folder = mkdtempSync(join(tmpdir(), "pulumi-openai-pending-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("`pulumi-openai pending` on a create that was cut off", () => {
  it("says of a limit that it takes over a row, and asks nobody", async () => {
    const inputs = { projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: 100 };
    const { of, text, calls } = await reported(["ProjectRateLimit", "limit", inputs]);
    expect(of.limit).toBe(
      "  It takes over a row that is there anyway: nothing was made. The next `pulumi up` goes on with it.",
    );
    expect(text).toContain("Then run `pulumi up`");
    expect(text).not.toMatch(/adopt|import|remove/);
    expect(calls).toEqual([]);
  });

  it.each<[string, Create, string]>([
    [
      "whose parent is missing",
      ["ProjectRole", "role", { permissions: [] }],
      "the export does not say its projectId.",
    ],
    [
      "whose parent is hidden",
      ["ProjectRole", "role", { projectId: hidden }],
      "the export does not show its projectId. Use: pulumi stack export --show-secrets",
    ],
    [
      "whose parent was not known yet",
      ["ProjectRole", "role", { projectId: notKnown }],
      "the export does not show its projectId. Use: pulumi stack export --show-secrets",
    ],
    [
      "whose key is hidden, so that another project would be searched",
      ["VectorStore", "store", { name: "docs", apiKey: hidden }],
      "the export does not show its apiKey. Use: pulumi stack export --show-secrets",
    ],
    [
      "that is compared by what is hidden",
      ["VectorStore", "store", { name: "docs", metadata: { team: hidden } }],
      "the export does not show its metadata. Use: pulumi stack export --show-secrets",
    ],
  ])("%s says so in one line, and goes on with the next", async (_, create, why) => {
    const { of } = await reported(create, project);
    expect(of[create[1]]).toBe(`  It could not be looked for: ${why}`);
    expect(of.other).toBe(notMade);
  });

  it("is looked for at the resource's own host", async () => {
    const { raw, surroundings } = workshop().session({ readOnly: "true" });
    const hosts: string[] = [];
    const session = new Session(raw, {
      ...surroundings,
      wire: (request, signal) => {
        hosts.push(new URL(request.url).host);
        return surroundings.wire(request, signal);
      },
    });
    const inputs = { name: "docs", baseUrl: "https://eu.api.openai.com/v1" };
    const text = await pending(session, readExport(exported(["VectorStore", "store", inputs])));
    expect(text).toContain(notMade);
    expect(hosts).toEqual(["eu.api.openai.com"]);
  });

  it("whose file is no longer there says which, and goes on with the next", async () => {
    const path = join(folder, "gone.md");
    const source = { ...assetSignature, path, hash: "0".repeat(64) };
    const { of } = await reported(["File", "handbook", { source, purpose: "assistants" }], project);
    expect(of.handbook).toMatch(/^ {2}It could not be looked for: .*gone\.md cannot be read \(ENOENT\)/);
    expect(of.other).toBe(notMade);
  });

  it("whose file is there is compared with what the API has", async () => {
    const path = join(folder, "handbook.md");
    writeFileSync(path, "# Returns\n");
    const { of } = await reported([
      "File",
      "handbook",
      { source: { ...assetSignature, path }, purpose: "assistants" },
    ]);
    expect(of.handbook).toBe(notMade);
  });

  it("whose secrets are shown is looked for with them", async () => {
    const { of, calls } = await reported(["ProjectRole", "role", { projectId: shown("proj_default") }]);
    expect(of.role).toBe(notMade);
    expect(calls).toEqual(["GET /projects/{project_id}/roles"]);
  });

  it("that the API refuses to list says why, and goes on with the next", async () => {
    const { of } = await reported(["ProjectRole", "role", { projectId: "proj_none" }], project);
    expect(of.role).toMatch(/^ {2}It could not be looked for: .*404/s);
    expect(of.other).toBe(notMade);
  });

  it("lets a mistake of this program through with its stack", async () => {
    const session = workshop().session();
    const mistake = new TypeError("not a function");
    jest.spyOn(session, "credential").mockImplementation(() => {
      throw mistake;
    });
    await expect(pending(session, readExport(exported(project)))).rejects.toBe(mistake);
  });
});

describe("What is not an export", () => {
  it.each(["", "nonsense", "[]", "{}", '{"deployment": 1}'])("%j is refused with a sentence", (text) => {
    expect(() => readExport(text)).toThrow("This is not what `pulumi stack export` writes.");
  });
});
