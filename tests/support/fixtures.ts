import { type Declaration, namesIn } from "../../provider/kernel/declaration";

import type { Properties } from "../../provider/kernel/values";
import { create } from "../../provider/lifecycle/create";
import { project } from "../../provider/resources/project";
import { projectServiceAccount } from "../../provider/resources/project-service-account";
import type { Workshop } from "./workshop";

/** The arguments of an example with real parents in place of its sample ids. */
export async function withRealParents(
  place: Workshop,
  declaration: Declaration,
  args: Properties,
): Promise<Properties> {
  const session = place.session();
  const real: Properties = { ...args };
  const home = await create(session, project, { name: "home" });
  if (declaration.props.projectId?.word === "parent") real.projectId = home.id;
  if (declaration.props.serviceAccountId?.word === "parent") {
    const account = await create(session, projectServiceAccount, { projectId: home.id, name: "account" });
    real.serviceAccountId = account.live[namesIn(projectServiceAccount.id).at(-1) ?? ""];
  }
  if (declaration.props.userId?.word === "parent") real.userId = "user-bob";
  place.calls();
  return real;
}
