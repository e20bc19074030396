import { canonical } from "../../provider/kernel/canonical";
import { decode } from "../../provider/kernel/codec";
import { diff } from "../../provider/kernel/diff";
import type { Properties } from "../../provider/kernel/values";
import { kindsThat } from "./facts";

const assignments = kindsThat(({ props }) => "assignmentSources" in props);

test("there are four kinds of role assignments", () => {
  expect(assignments).toHaveLength(4);
});

describe.each(assignments)("the sources of a %s", (_, declaration) => {
  const args: Properties = declaration.examples[0]?.args ?? {};
  const source = (principalId: string) => ({ principal_id: principalId, principal_type: "user" });

  test.each([[undefined], [null], [[]], [[source("user-abc123")]], [[source("group_abc123"), source("x")]]])(
    "show in no difference as %j",
    (sources) => {
      const reply = { id: args.roleId, assignment_sources: sources } as Properties;
      const before = { ...args, assignmentSources: [{ principalId: "somebody", principalType: "user" }] };
      const live = decode(declaration, reply, before);
      expect(diff(declaration, args, args, live)).toMatchObject({ replaces: [], beyondInputs: false });
      expect(diff(declaration, args, args, live).changes).toEqual(new Map());
    },
  );

  it("change by themselves", () => {
    expect(declaration.props.assignmentSources?.options.volatile).toBe(true);
  });

  it("make no difference to which role it is", () => {
    const role = declaration.props.roleId;
    expect(role && canonical(role, "role_a__api-project__proj_1")).toBe("role_a");
  });
});
