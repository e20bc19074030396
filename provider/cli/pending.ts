import { decode } from "../kernel/codec";
import { namesIn } from "../kernel/declaration";
import { formatId } from "../kernel/identity";
import { isAbsent, type Properties, type Value } from "../kernel/values";
import { withPayload } from "../lifecycle/make/content";
import { recognised, tellsItsAge } from "../lifecycle/session/match";
import { Operation } from "../lifecycle/session/operation";
import type { Session } from "../lifecycle/session/session";
import { sentenceOf } from "./expected";
import type { ExportedState, PendingCreate } from "./exported-state";

/** The state is written before a create is sent; clocks may disagree. */
const slackSeconds = 300;

/** For each create that was under way when the engine was killed: what it has made, and what to do with it. */
export async function pending(session: Session, state: ExportedState): Promise<string> {
  if (state.pending.length === 0)
    return "No create was under way: the state knows everything that this stack has made.\n";
  const reports: string[] = [];
  for (const create of state.pending) reports.push(await report(session, state, create));
  const next =
    "Then run `pulumi up`, and `pulumi refresh --clear-pending-creates` to make the engine forget the warning.";
  return `${reports.join("\n")}\n${next}\n`;
}

async function report(session: Session, state: ExportedState, create: PendingCreate): Promise<string> {
  const head = `${create.declaration.token} ${create.urn.split("::").at(-1)} (${create.urn})`;
  return `${head}\n  ${(await told(session, state, create)).join("\n  ")}\n`;
}

/** One create that cannot be looked for leaves the others their report. */
async function told(session: Session, state: ExportedState, create: PendingCreate): Promise<string[]> {
  if (create.declaration.kind === "existing") {
    return [
      "It takes over a row that is there anyway: nothing was made. The next `pulumi up` goes on with it.",
    ];
  }
  if (!create.declaration.list) {
    return [
      `It could not be looked for: no call lists what there is of ${create.declaration.token}. ` +
        "If you find what it has made, remove or adopt it.",
    ];
  }
  const hidden = whatHides(create);
  if (hidden !== undefined) return [`It could not be looked for: ${hidden}`];
  try {
    return advice(create, await candidates(session, state, create));
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    return [`It could not be looked for: ${sentence}`];
  }
}

/** What is not there to be compared makes every object another one: nobody may conclude that nothing was made. */
function whatHides({ declaration, inputs, hidden }: PendingCreate): string | undefined {
  if (hidden.length > 0)
    return `the export does not show its ${hidden.join(", ")}. Use: pulumi stack export --show-secrets`;
  const missing = namesIn(declaration.at.list ?? "").filter((name) => isAbsent(inputs[name]));
  return missing.length > 0 ? `the export does not say its ${missing.join(", ")}.` : undefined;
}

/** What the create may have made: it looks like it, is young enough, and no other resource of the stack has it. */
async function candidates(
  session: Session,
  { held, writtenAt }: ExportedState,
  { declaration, inputs }: PendingCreate,
): Promise<string[]> {
  const { apiKey, baseUrl, adopt: _, ...rest } = inputs;
  const args: Properties = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !name.startsWith("__")),
  );
  const known = (argument: Value) => (typeof argument === "string" ? argument : undefined);
  const asking = { apiKey: known(apiKey), baseUrl: known(baseUrl) };
  const operation = new Operation(session, declaration, asking);
  const like = await withPayload(operation, args, async (payload) => payload.known);
  const { items } = await session.collections.all(operation, args);
  const since = tellsItsAge(declaration) && writtenAt !== undefined ? writtenAt - slackSeconds : undefined;
  return recognised(declaration, { known: like, since }, items)
    .map((item) => formatId(declaration, decode(declaration, item, args)))
    .filter((id) => !held.has(`${declaration.token} ${id}`));
}

function advice({ declaration, dynamic, urn }: PendingCreate, ids: string[]): string[] {
  const [id, ...others] = ids;
  if (id === undefined) return ["Nothing like it is there: it was not made. The next `pulumi up` makes it."];
  if (others.length > 0) {
    return [
      `${ids.length} look like it: ${ids.join(", ")}. Find out which one this stack has made, and remove or adopt it.`,
    ];
  }
  const isKey = Object.values(declaration.props).some(({ word }) => word === "once");
  const lost = isKey
    ? [
        `It was made: ${id}. Its secret went with the answer: delete it, and the next \`pulumi up\` makes another.`,
        "Or keep it without its secret:",
      ]
    : [`It was made: ${id}. Take it over:`];
  const how = dynamic
    ? `adopt: ${JSON.stringify(id)},   // in the arguments of this resource`
    : `pulumi import openai:index:${declaration.token} ${urn.split("::").at(-1)} ${id}`;
  return [...lost, `  ${how}`];
}
