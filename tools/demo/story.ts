import type { RunningEmulator } from "../program/emulator";
import type { Pulumi } from "../program/pulumi";
import { command, printer, step, tell } from "./narrator";

const people = ["user-alice", "user-bob", "user-carol"];

/** The five steps; each checks what it claims, so that the demo fails rather than tell something untrue. */
export async function story(pulumi: Pulumi, emulator: RunningEmulator): Promise<void> {
  const started = Date.now();
  const before = await emulator.tables();
  const run = async (args: string[]) => {
    command(`pulumi ${args.join(" ")}`);
    return pulumi.run(args, printer());
  };
  const expectCode = ({ code }: { code: number }, wanted: number, what: string) => {
    if (code !== wanted) throw new Error(`${what} ended with ${code} instead of ${wanted}`);
  };

  await pulumi.init(
    "demo",
    {
      "openai:baseUrl": emulator.url,
      sharedProjectId: "proj_default",
      ...Object.fromEntries(people.map((person, index) => [`people[${index}]`, person])),
    },
    { "openai:adminApiKey": "sk-admin-test" },
  );

  step(1, "Build a small company's organization");
  tell(
    "Two teams with projects, accounts, keys, limits, roles and a group of readers; in a new project a vector store over a handbook, and a webhook.",
  );
  expectCode(await run(["up", "--yes", "--skip-preview"]), 0, "pulumi up");
  const resources = (await pulumi.must(["stack", "--show-ids"]))
    .split("\n")
    .filter((line) => line.includes("openai:")).length;
  const callsForUp = await emulator.calls();

  step(2, "Nothing to do means not one call");
  expectCode(await run(["preview", "--expect-no-changes"]), 0, "pulumi preview");
  const callsAfterPreview = await emulator.calls();
  if (callsAfterPreview !== callsForUp) throw new Error("the preview made calls");
  tell(`Calls to the API before the preview: ${callsForUp}. After: ${callsAfterPreview}.`);

  step(3, "Somebody changes things by hand");
  const project = (await pulumi.must(["stack", "output", "searchProject"])).trim();
  tell("In the dashboard, a limit of the search team is cut to 17 and its lead's role is taken away.");
  await emulator.byHand("POST", `/organization/projects/${project}/rate_limits/rl-gpt-4o`, {
    max_requests_per_1_minute: 17,
  });
  await emulator.byHand("DELETE", `/projects/${project}/users/${people[0]}/roles/role-api-project-owner`);
  const drift = await run(["refresh", "--preview-only", "--expect-no-changes", "--diff"]);
  expectCode(drift, 7, "the search for drift");
  if (!/~ 1 to update/.test(drift.output) || !/- 1 to delete/.test(drift.output))
    throw new Error("the drift was not reported");
  tell("Exit code 7: drift. Exactly one update and one deletion, which `pulumi up --refresh` puts right:");
  expectCode(await run(["up", "--refresh", "--yes", "--skip-preview"]), 0, "pulumi up --refresh");
  expectCode(
    await pulumi.run(["refresh", "--preview-only", "--expect-no-changes"]),
    0,
    "the second search for drift",
  );

  step(4, "A pull request is previewed");
  tell(
    "It moves the webhook (an update), makes a new key for the search team (its name forces a new one), and lets Carol go (a deletion).",
  );
  await pulumi.configure({ webhookUrl: "https://hooks.example.com/v2/openai", searchKeyGeneration: "2" });
  await pulumi.must(["config", "rm", "--path", `people[${people.length - 1}]`]);
  const review = await run(["preview", "--diff"]);
  expectCode(review, 0, "the preview");
  const forces = /ServiceAccountApiKey: \(replace\)[\s\S]*?~ name/.test(review.output);
  if (!forces) throw new Error("the preview does not show what replaces the key");
  tell(
    "A key's `name` cannot be changed, so `~ name` is what forces the replacement; the URL is changed in place.",
  );
  await pulumi.configure({
    webhookUrl: "https://hooks.example.com/openai",
    searchKeyGeneration: "1",
    [`people[${people.length - 1}]`]: "user-carol",
  });

  step(5, "Take it all down again");
  expectCode(await run(["destroy", "--yes", "--skip-preview"]), 0, "pulumi destroy");
  const after = await emulator.tables();
  const archived = expectAsItWas(before, after);
  tell(
    `The organization is as it was, but for ${archived} archived projects: archiving cannot be undone. The borrowed limit has its former value.`,
  );

  const seconds = Math.round((Date.now() - started) / 1000);
  tell(
    [
      `Done: ${resources} resources, ${await emulator.calls()} calls, ${seconds} seconds.`,
      "",
      "The same program on your organization:",
      "  pulumi config set --secret openai:adminApiKey      # an admin key, sk-admin-...",
      "  pulumi config set --secret openai:apiKey           # only for what lives in a project whose key is not made here",
      "  pulumi config set --path 'people[0]' user-...      # the user ids of your people",
      "  pulumi config rm openai:baseUrl && pulumi up",
    ].join("\n"),
  );
}

type Tables = Awaited<ReturnType<RunningEmulator["tables"]>>;

/** Everything that was there is there unchanged, and what came besides lives in archived projects. Their number. */
function expectAsItWas(before: Tables, after: Tables): number {
  const archived = new Set(
    Object.values(after.projects ?? {})
      .filter((project) => project.archived_at !== null)
      .map((project) => project.id),
  );
  for (const [table, rows] of Object.entries(after)) {
    for (const [id, row] of Object.entries(rows)) {
      const former = before[table]?.[id];
      const inArchive = archived.has(row.project_id ?? row.id);
      if (former ? JSON.stringify(former) !== JSON.stringify(row) && !inArchive : !inArchive) {
        throw new Error(`${table} ${id} is not as it was: ${JSON.stringify(row)}`);
      }
    }
  }
  return archived.size;
}
