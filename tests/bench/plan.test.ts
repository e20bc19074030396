import { type Plan, planOfDestroy, planOfRefresh, planOfUp, redundant, sumOf } from "../../tools/bench/plan";
import { Life } from "../../tools/bench/virtual/life";
import { workload } from "../../tools/bench/virtual/workload";
import { World } from "../../tools/bench/virtual/world";

const projects = 2;

/** By the names that people give them. */
const named = (plan: Plan) =>
  Object.fromEntries(Object.entries(plan).map(([name, count]) => [name.replace(/\{\w+\}/g, "{}"), count]));

describe("the fewest calls of a platform of two projects", () => {
  let life: Life;

  beforeAll(async () => {
    life = new Life(new World(undefined), projects);
    expect(await life.play("S1")).toMatchObject({ failed: [] });
  });

  it("are one for each object to make, and a listing of what is there before it", () => {
    const plan = planOfUp(life.entries);
    expect(named(plan)).toEqual({
      "POST /organization/roles": 10,
      "POST /organization/groups": 20,
      "POST /organization/groups/{}/users": 50,
      "POST /organization/projects": 2,
      "POST /organization/projects/{}/service_accounts": 6,
      "POST /organization/projects/{}/rate_limits/{}": 12,
      "POST /projects/{}/users/{}/roles": 8,
      "POST /organization/projects/{}/groups": 4,
      "POST /projects/{}/groups/{}/roles": 4,
      "GET /organization/roles": 1,
      "GET /organization/projects/{}/rate_limits": 2,
    });
    expect(sumOf(plan)).toBe(workload(projects).length + 3);
  });

  it("are one for each page of each collection to read, or for each object where those are fewer", () => {
    expect(named(planOfRefresh(life.entries))).toEqual({
      "GET /organization/roles": 1,
      "GET /organization/groups": 1,
      "GET /organization/groups/{}/users": 20,
      "GET /organization/projects": 1,
      "GET /organization/projects/{}/service_accounts": 2,
      "GET /organization/projects/{}/rate_limits": 2,
      "GET /projects/{}/users/{}/roles": 8,
      "GET /organization/projects/{}/groups": 2,
      "GET /projects/{}/groups/{}/roles": 4,
    });
    const crowded = named(planOfRefresh(life.entries, { Project: 1000 }));
    expect(crowded["GET /organization/projects"]).toBeUndefined();
    expect(crowded["GET /organization/projects/{}"]).toBe(2);
  });

  it("are one more for each object that is gone, by its own path or by a listing", () => {
    const gone = ["ProjectServiceAccount", "ProjectRateLimit"].flatMap(
      (token) => life.entries.find((entry) => entry.token === token) ?? [],
    );
    const plan = named(planOfRefresh(life.entries, {}, gone));
    expect(plan["GET /organization/projects/{}/service_accounts/{}"]).toBe(1);
    expect(plan["GET /organization/projects/{}/rate_limits"]).toBe(3);
  });

  it("are one for each object to end that does not go with another", () => {
    expect(named(planOfDestroy(life.entries))).toEqual({
      "POST /organization/projects/{}/archive": 2,
      "DELETE /organization/groups/{}": 20,
      "DELETE /organization/roles/{}": 10,
    });
  });

  it("tell what was too much, whatever was saved elsewhere", () => {
    expect(redundant({ a: 3, b: 1 }, { a: 1, b: 2, c: 4 })).toEqual({ a: 2 });
  });
});
