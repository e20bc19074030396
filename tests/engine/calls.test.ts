import { byRoute } from "../../tools/bench/journal";
import { platform, resourcesOf } from "../../tools/bench/program";
import { weigh } from "../../tools/bench/weight";
import { type Stage, stage } from "./stage";

jest.setTimeout(900_000);

/** The program of `make bench`, small. Calls and bytes are counted here; time is measured there. */
describe("a platform of three projects", () => {
  let place: Stage;

  beforeAll(async () => {
    place = await stage("calls", platform(3));
  });
  afterAll(() => place.close());

  /** Runs a command that must succeed; the calls that it made. */
  async function callsOf(...args: string[]): Promise<Record<string, number>> {
    place.emulator.clearRequests();
    const { code, output } = await place.run(args);
    expect(code === 0 ? "fine" : output).toBe("fine");
    return byRoute(place.emulator.requests());
  }

  it("comes up with one call for each resource and one listing of each project's limits", async () => {
    expect(await callsOf("up", "--yes", "--skip-preview")).toEqual({
      "POST /organization/groups": 1,
      "POST /organization/projects": 3,
      "POST /organization/projects/{project_id}/service_accounts": 3,
      "POST /projects/{project_id}/groups/{group_id}/roles": 3,
      "GET /organization/projects/{project_id}/rate_limits": 3,
      "POST /organization/projects/{project_id}/rate_limits/{rate_limit_id}": 9,
    });
    expect(await place.resources()).toHaveLength(resourcesOf(3));
  });

  it("makes no call where nothing has changed", async () => {
    expect(await callsOf("preview", "--expect-no-changes")).toEqual({});
    expect(await callsOf("up", "--yes", "--skip-preview", "--expect-no-changes")).toEqual({});
  });

  it("is refreshed with one call for each collection", async () => {
    expect(await callsOf("refresh", "--yes", "--skip-preview", "--expect-no-changes")).toEqual({
      "GET /organization/groups": 1,
      "GET /organization/projects": 1,
      "GET /organization/projects/{project_id}/service_accounts": 3,
      "GET /projects/{project_id}/groups/{group_id}/roles": 3,
      "GET /organization/projects/{project_id}/rate_limits": 3,
    });
  });

  it("keeps at most 700 bytes of a resource in the state, on average", async () => {
    const { resources, bytesEach } = weigh(await place.state());
    expect(resources).toBe(resourcesOf(3));
    expect(bytesEach).toBeLessThanOrEqual(700);
  });

  it("goes down with one call for each project and the group", async () => {
    expect(await callsOf("destroy", "--yes", "--skip-preview")).toEqual({
      "POST /organization/projects/{project_id}/archive": 3,
      "DELETE /organization/groups/{group_id}": 1,
    });
  });
});
