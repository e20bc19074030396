import { isUnauthorized } from "../../api/errors";
import { type Credential, settingName } from "../../api/settings";
import { decode } from "../../kernel/codec";
import { namesIn, type Thing } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatPath } from "../../kernel/identity";
import { isAbsent, type Properties, type Value } from "../../kernel/values";
import { findItem } from "../session/items";
import type { Look, Sought } from "./sought";

/** Whether an error about an object comes from its parent being gone: an archived project refuses everything below it. */
export async function explainedByParent(sought: Sought, error: unknown, look: Look): Promise<boolean> {
  if (!isOpenAIError(error)) return false;
  if (sought.operation.declaration.credential === "project") {
    return isUnauthorized(error) && projectOfKeyIsGone(sought, error);
  }
  const { status } = error.details;
  return (status === 400 || status === 404) && parentIsGone(sought, look);
}

/** Whether an object in whose path this one lives is gone, by the same two witnesses. Asked once a run. */
export async function parentIsGone(sought: Sought, look: Look): Promise<boolean> {
  for (const parent of parentsInPath(sought)) {
    const { operation, ids } = parent;
    const { session, declaration, credential } = operation;
    const key = `${credential.connection} ${formatPath(declaration, declaration.at.item, ids)}`;
    const ask = async () => (await look(parent)) === "gone";
    if (await session.parentGone(operation, key, ask)) return true;
  }
  return false;
}

/** The objects in whose path this one lives, to be looked for. The child's own age says nothing about its parent's. */
function parentsInPath(sought: Sought): Sought[] {
  const { operation, ids } = sought;
  const { declaration } = operation;
  const inPath = namesIn(declaration.at.item);
  return Object.entries(declaration.props).flatMap(
    ([
      name,
      {
        options: { of },
      },
    ]) => {
      if (!of || isAbsent(ids[name]) || !inPath.includes(name)) return [];
      const own: Properties = { ...unborn(ids, of), ...idOf(of, ids[name]), name: undefined };
      return [{ ...sought, operation: operation.on(of), ids: own, madeAt: undefined }];
    },
  );
}

/** A 401 of the data plane: where the admin key shows the key's project archived, everything in it is gone. */
async function projectOfKeyIsGone({ operation, ids }: Sought, error: OpenAIError): Promise<boolean> {
  const { session, declaration } = operation;
  const remedy = remedyFor(operation.credential);
  const [name, home] =
    Object.entries(declaration.props).find(([, prop]) => prop.word === "ours" && prop.options.of) ?? [];
  const project = home?.options.of;
  if (!name || !project || isAbsent(ids[name])) {
    throw explained(error, `${remedy} With the argument ${name}, an archived project would be recognised.`);
  }
  if (!session.raw.adminApiKey) {
    throw explained(
      error,
      `${remedy} Whether its project was archived cannot be seen without ${settingName("adminApiKey")}.`,
    );
  }
  const projectIds = idOf(project, ids[name]);
  const listing = await session.collections.recent(operation.on(project), projectIds);
  const item = findItem(project, projectIds, listing.items);
  if (item && project.when.gone?.(decode(project, item))) return true;
  const state = item ? "in use" : "not among the organization's projects";
  throw explained(
    error,
    `The project ${String(ids[name])} is ${state}, so this key is expired or revoked. ${remedy}`,
  );
}

/** What gets one out where a project's key does not work any more. */
function remedyFor({ source, isOwn }: Credential): string {
  return isOwn
    ? "Run one plain `pulumi up` first: it takes the program's present key. If that is dead too and a resource of this stack, " +
        "make it anew with `pulumi up --replace <urn of the key>`."
    : `Set ${source} to a key that works.`;
}

/** A parent's id under the name that its own declaration has for it. */
export function idOf({ key }: Thing, id: Value): Properties {
  return key === undefined ? {} : { [key]: id };
}

/** A child's path ids and properties without its birth, which says nothing about its parent's. */
export function unborn(ids: Properties, { born }: Thing): Properties {
  return born === undefined ? ids : { ...ids, [born]: undefined };
}

function explained(error: OpenAIError, more: string): OpenAIError {
  return new OpenAIError(error.code, `${error.message} ${more}`, error.details);
}
