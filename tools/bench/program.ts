/** The models whose limits every project sets; the emulator's projects are born with a row for each. */
const models = ["gpt-5.1", "gpt-5-mini", "gpt-4o"];

/** A platform team's program: one group of readers and, for each team, a project with what belongs into it. */
export function platform(projects: number): string {
  return `
const openai = require("pulumi-openai/dynamic");
const { groupId } = new openai.Group("readers");
for (let number = 1; number <= ${projects}; number++) {
  const team = "team-" + String(number).padStart(3, "0");
  const project = new openai.Project(team);
  const { projectId } = project;
  const within = { deletedWith: project };
  new openai.ProjectServiceAccount(team + "-bot", { projectId }, within);
  new openai.ProjectGroupRoleAssignment(team + "-readers", { projectId, groupId, roleId: "role-api-project-viewer" }, within);
  for (const model of ${JSON.stringify(models)}) {
    new openai.ProjectRateLimit(team + "-" + model, { projectId, model, maxRequestsPer1Minute: 100 }, within);
  }
}
`;
}

/** How many resources the program has. */
export function resourcesOf(projects: number): number {
  return 1 + projects * (3 + models.length);
}

/** The emulator has two projects of its own in the organization. */
const seededProjects = 2;
const projectsOnAPage = 100;

/** The fewest calls that each step can be had with. */
export function aimedCalls(projects: number): Record<"up" | "nothing" | "refresh" | "destroy", number> {
  const pagesOfProjects = Math.ceil((projects + seededProjects) / projectsOnAPage);
  return {
    // One for each resource, and the rows of a project's limits: there is no GET of one row.
    up: resourcesOf(projects) + projects,
    nothing: 0,
    // The groups, the projects, and for each project its accounts, its limits and the group's roles.
    refresh: 1 + pagesOfProjects + 3 * projects,
    // What lives in a project goes with it.
    destroy: 1 + projects,
  };
}
