import * as openai from "pulumi-openai/dynamic";
import type { enums } from "pulumi-openai/types";

interface Team {
  residency?: enums.ProjectResidency;
  requestsPerMinute: Record<string, number>;
  /** Another generation is another key; the old one is revoked once the new one is in place. */
  keyGeneration: string;
  lead: string;
  /** Whoever is in it may look into the team's project. */
  readers: openai.Group;
}

/** A team's project: who may do what in it, how much it may use, and the key that its services run with. */
export function team(name: string, { residency, requestsPerMinute, keyGeneration, lead, readers }: Team) {
  const project = new openai.Project(name, { name: `team-${name}`, residency });
  const { projectId } = project;
  // What lives in a project goes with it: no call is spent on children of a project that is being archived.
  const inProject = { deletedWith: project };

  const account = new openai.ProjectServiceAccount(
    `${name}-services`,
    { projectId, role: "member" },
    inProject,
  );
  const key = new openai.ServiceAccountApiKey(
    `${name}-runtime`,
    {
      projectId,
      serviceAccountId: account.serviceAccountId,
      name: `${name}-${keyGeneration}`,
      allPermissions: true,
    },
    inProject,
  );

  const auditor = new openai.ProjectRole(
    `${name}-auditor`,
    { projectId, permissions: ["api.model.read", "api.files.read"], description: "Reads, never writes." },
    inProject,
  );
  // People come and go; with a group only its members change, and no project.
  new openai.ProjectGroup(
    `${name}-readers`,
    { projectId, groupId: readers.groupId, role: auditor.roleId },
    inProject,
  );
  new openai.ProjectUserRoleAssignment(
    `${name}-lead`,
    { projectId, userId: lead, roleId: "role-api-project-owner" },
    inProject,
  );

  for (const [model, maxRequestsPer1Minute] of Object.entries(requestsPerMinute)) {
    new openai.ProjectRateLimit(`${name}-${model}`, { projectId, model, maxRequestsPer1Minute }, inProject);
  }
  return { project, account, key };
}
