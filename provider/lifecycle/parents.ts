import { isOpenAIError, isUnauthorized, OpenAIError } from "../api/errors";
import { settingName } from "../api/settings";
import { decode } from "../kernel/codec";
import { type Declaration, namesIn } from "../kernel/declaration";
import { formatPath } from "../kernel/identity";
import { isAbsent, type Properties, type Value } from "../kernel/values";
import { findItem } from "./collections";
import type { Session } from "./session";
import type { Look, Sought } from "./sought";

/** Whether an error about an object comes from its parent being gone: an archived project refuses everything below it. */
export async function explainedByParent(
  session: Session,
  sought: Sought,
  error: unknown,
  look: Look,
): Promise<boolean> {
  if (!isOpenAIError(error)) return false;
  if (sought.declaration.credential === "project") {
    return isUnauthorized(error) && projectOfKeyIsGone(session, sought, error);
  }
  const { status } = error.details;
  return (status === 400 || status === 404) && parentIsGone(session, sought, look);
}

/** Whether an object in whose path this one lives is gone, by the same two witnesses. Asked once a run. */
async function parentIsGone(session: Session, sought: Sought, look: Look): Promise<boolean> {
  const { declaration, credential, ids } = sought;
  for (const [name, { options }] of Object.entries(declaration.props)) {
    const { of } = options;
    if (!of || isAbsent(ids[name]) || !namesIn(declaration.at.item).includes(name)) continue;
    // The child's own age says nothing about its parent's.
    const parentIds: Properties = { ...ids, ...idOf(of, ids[name]), createdAt: undefined };
    const key = `${credential.fingerprint} ${formatPath(of, of.at.item, parentIds)}`;
    const ask = async () =>
      (await look(session, { ...sought, declaration: of, ids: parentIds, madeAt: undefined })) === "gone";
    if (await session.parentGone(key, ask)) return true;
  }
  return false;
}

/** A 401 of the data plane: where the admin key shows the key's project archived, everything in it is gone. */
async function projectOfKeyIsGone(
  session: Session,
  { declaration, ids }: Sought,
  error: OpenAIError,
): Promise<boolean> {
  const remedy = "Make the key anew with `pulumi up --replace <urn of the key>`.";
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
  const listing = await session.collections.all(session.credential(project), project, projectIds);
  const item = findItem(project, projectIds, listing.items);
  if (item && project.when.gone?.(decode(project, item))) return true;
  const state = item ? "in use" : "not among the organization's projects";
  throw explained(
    error,
    `The project ${String(ids[name])} is ${state}, so this key is expired or revoked. ${remedy}`,
  );
}

/** A parent's id under the name that its own declaration has for it. */
function idOf(declaration: Declaration, id: Value): Properties {
  const ids: Properties = {};
  ids[namesIn(declaration.id).at(-1) ?? ""] = id;
  return ids;
}

function explained(error: OpenAIError, more: string): OpenAIError {
  return new OpenAIError(error.code, `${error.message} ${more}`, error.details);
}
