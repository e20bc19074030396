import { type Declared, outputOf, type Program } from "../../../tests/support/engine/program";

/** The models whose limits every project sets. */
const models = ["gpt-5.1", "gpt-5-mini", "gpt-4o", "gpt-image-1", "whisper-1", "text-embedding-3-small"];
const roles = 10;
const groups = 20;
const memberships = 50;
const accountsEach = 3;
const membersEach = 4;
const groupsEach = 2;

/** People of the organization that the program gives roles and memberships to. */
export const people = 12;
const personNamed = (index: number) => `user-r${index % people}`;

/**
 * The program of a platform team for so many projects. Each has service accounts, limits of six models, roles of four
 * people, and two groups with an access and a role each; beside them stand the organization's roles, groups and
 * memberships. What lives in something goes with it.
 */
export function workload(projects: number): Program {
  const program: Declared[] = [];
  const add = (token: string, name: string, args: Declared["args"], deletedWith?: string) =>
    program.push({ token, name, args, ...(deletedWith === undefined ? {} : { options: { deletedWith } }) });

  for (let nth = 0; nth < roles; nth++)
    add("OrganizationRole", `role-${nth}`, { name: `role-${nth}`, permissions: ["api.groups.read"] });
  for (let nth = 0; nth < groups; nth++) add("Group", `group-${nth}`, { name: `group-${nth}` });
  for (let nth = 0; nth < memberships; nth++) {
    const group = `group-${nth % groups}`;
    const userId = personNamed((nth % groups) + Math.floor(nth / groups));
    add("GroupUser", `member-${nth}`, { groupId: outputOf(group, "groupId"), userId }, group);
  }
  for (let number = 0; number < projects; number++) {
    const name = `project-${String(number).padStart(3, "0")}`;
    const projectId = outputOf(name, "projectId");
    add("Project", name, { name });
    for (let nth = 0; nth < accountsEach; nth++)
      add("ProjectServiceAccount", `${name}-bot-${nth}`, { projectId, name: `bot-${nth}` }, name);
    for (const model of models)
      add("ProjectRateLimit", `${name}-${model}`, { projectId, model, maxRequestsPer1Minute: 100 }, name);
    for (let nth = 0; nth < membersEach; nth++) {
      const userId = personNamed(number + nth);
      const args = { projectId, userId, roleId: "role-api-project-viewer" };
      add("ProjectUserRoleAssignment", `${name}-viewer-${nth}`, args, name);
    }
    for (let nth = 0; nth < groupsEach; nth++) {
      const groupId = outputOf(`group-${(number * groupsEach + nth) % groups}`, "groupId");
      const access = { projectId, groupId, role: "role-api-project-member" };
      add("ProjectGroup", `${name}-group-${nth}`, access, name);
      const role = { projectId, groupId, roleId: "role-api-project-viewer" };
      add("ProjectGroupRoleAssignment", `${name}-group-viewer-${nth}`, role, name);
    }
  }
  return program;
}

/**
 * The same program with some arguments changed that are changed in place: limits, and names of service accounts. Another
 * turn changes them to other values.
 */
export function changedIn(program: Program, count: number, turn: number): Program {
  const changes: Record<string, Declared["args"]> = {
    ProjectRateLimit: { maxRequestsPer1Minute: 200 + turn },
    ProjectServiceAccount: { name: `renamed-${turn}` },
  };
  const changeable = program.filter(({ token }) => token in changes);
  const every = changeable.length / count;
  const chosen = new Set(Array.from({ length: count }, (_, nth) => changeable[Math.floor(nth * every)]));
  return program.map((declared) =>
    chosen.has(declared) ? { ...declared, args: { ...declared.args, ...changes[declared.token] } } : declared,
  );
}
