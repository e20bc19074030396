import { identityFacts } from "../../provider/emit/identity-facts";
import { spellings } from "../../provider/kernel/spelling";
import { unknownValue } from "../../provider/kernel/values";
import { everyKind, kindOf } from "./facts";

describe("an object that is another one as well", () => {
  const user = { projectId: "proj_1", userId: "user-bob", role: "owner" };
  const group = { projectId: "proj_1", groupId: "group_1", role: "role_custom" };

  it("is a membership: the assignment of the built-in role of its name", () => {
    expect(kindOf("ProjectUser").also(user)).toEqual([
      "ProjectUserRoleAssignment proj_1/user-bob/role-api-project-owner",
    ]);
    expect(kindOf("ProjectUser").also({ ...user, role: "member" })).toEqual([
      "ProjectUserRoleAssignment proj_1/user-bob/role-api-project-member",
    ]);
  });

  it("is a group's access to a project: the assignment of its role, however that is spelt", () => {
    const also = (role: string) => kindOf("ProjectGroup").also({ ...group, role });
    expect(also("role_custom")).toEqual(["ProjectGroupRoleAssignment proj_1/group_1/role_custom"]);
    expect(also("role-api-project-viewer__api-project__proj_1")).toEqual(also("role-api-project-viewer"));
  });

  it("is nothing else as long as a part of the other's id is missing or not known", () => {
    for (const [token, live] of [
      ["ProjectUser", user],
      ["ProjectGroup", group],
    ] as const) {
      for (const name of Object.keys(live)) {
        expect(kindOf(token).also({ ...live, [name]: undefined })).toEqual([]);
        expect(kindOf(token).also({ ...live, [name]: unknownValue })).toEqual([]);
      }
    }
  });

  it("has the id of the other kind's own form, and no other kind is two things at once", () => {
    const twofold = everyKind.filter(([, { also }]) => also({ ...user, ...group }).length > 0);
    expect(twofold.map(([token]) => token)).toEqual(["ProjectUser", "ProjectGroup"]);
  });
});

describe("the named spellings", () => {
  it("leave the scope of a role's id away, and nothing else", () => {
    expect(spellings.withoutScope("role-api-project-owner__api-project__proj_1")).toBe(
      "role-api-project-owner",
    );
    expect(spellings.withoutScope("role_abc")).toBe("role_abc");
    expect(spellings.withoutScope(unknownValue)).toBe(unknownValue);
  });

  it("write addresses in small letters", () => {
    expect(spellings.lowerCase("Bob@Example.com")).toBe("bob@example.com");
    expect(spellings.lowerCase(undefined)).toBeUndefined();
  });

  it("are the very functions that the declarations compare by, so that others can find their names", () => {
    const used = everyKind.flatMap(([token, declaration]) =>
      Object.entries(identityFacts(declaration).spelling ?? {}).map(
        ([name, spelling]) => `${token}.${name} ${spelling}`,
      ),
    );
    expect(used).toEqual([
      "ProjectUser.email lowerCase",
      "ProjectGroup.role withoutScope",
      ...["ProjectUser", "ProjectGroup", "OrganizationUser", "OrganizationGroup"].map(
        (kind) => `${kind}RoleAssignment.roleId withoutScope`,
      ),
    ]);
  });
});
