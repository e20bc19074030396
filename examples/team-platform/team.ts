import type * as pulumi from "@pulumi/pulumi";
import * as openai from "pulumi-openai/dynamic";
import type { enums } from "pulumi-openai/types";

interface Team {
  residency?: enums.ProjectResidency;
  requestsPerMinute: Record<string, number>;
  /** Another generation is another key; the old one is revoked once the new one is in place. */
  keyGeneration: string;
  lead: string;
  members: string[];
}

/** A team's project: who may do what in it, how much it may use, and the key that its services run with. */
export function team(name: string, { residency, requestsPerMinute, keyGeneration, lead, members }: Team) {
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
  assign(`${name}-lead`, lead, "role-api-project-owner");
  for (const member of members) assign(`${name}-${member}`, member, auditor.roleId);

  for (const [model, maxRequestsPer1Minute] of Object.entries(requestsPerMinute)) {
    new openai.ProjectRateLimit(`${name}-${model}`, { projectId, model, maxRequestsPer1Minute }, inProject);
  }

  function assign(resource: string, userId: string, roleId: pulumi.Input<string>) {
    new openai.ProjectUserRoleAssignment(resource, { projectId, userId, roleId }, inProject);
  }
  return { project, account, key };
}
