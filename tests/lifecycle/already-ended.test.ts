import { project } from "../../provider/resources/project";
import { create, end } from "../support/entries";
import { workshop } from "../support/workshop";

describe("ending what has ended already", () => {
  const refusal = { error: { message: "No.", type: "invalid_request_error", param: null, code: null } };
  const archive = { method: "POST", route: "/organization/projects/{project_id}/archive" } as const;

  it("is done where the API refuses to archive an archived project", async () => {
    const place = workshop();
    const saved = await create(place.session(), project, { name: "search" });
    await end(place.session(), project, saved);
    place.emulator.fault({ match: archive, action: { type: "status", status: 400, body: refusal } });
    await expect(end(place.session(), project, saved)).resolves.toBeUndefined();
  });

  it("is not believed of a project that is still in use", async () => {
    const place = workshop();
    const saved = await create(place.session(), project, { name: "search" });
    place.emulator.fault({ match: archive, action: { type: "status", status: 400, body: refusal } });
    await expect(end(place.session(), project, saved)).rejects.toMatchObject({ details: { status: 400 } });
  });
});
