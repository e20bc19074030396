import type { ProjectRow } from "../state/rows";
import type { Store } from "../state/store";
import { models } from "./models";

/** A new project, with the rate-limit rows that OpenAI makes for it, one per model. */
export function addProject(store: Store, project: Omit<ProjectRow, "seq">): ProjectRow {
  const row = store.insert("projects", project);
  for (const model of models) {
    store.insert("rate_limits", {
      id: `rl-${model.id}`,
      project_id: row.id,
      model: model.id,
      ...model.limits,
    });
  }
  return row;
}
