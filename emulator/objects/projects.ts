import { type ProjectRow, projectTable } from "../state/identity";
import type { Store } from "../state/store";
import { models } from "./models";
import { rateLimitTable } from "./rate-limits";

/** A new project, with the rate-limit rows that OpenAI makes for it, one per model. */
export function addProject(store: Store, project: Omit<ProjectRow, "seq">): ProjectRow {
  const row = store.insert(projectTable, project);
  for (const model of models) {
    store.insert(rateLimitTable, {
      id: `rl-${model.id}`,
      project_id: row.id,
      model: model.id,
      ...model.limits,
    });
  }
  return row;
}
