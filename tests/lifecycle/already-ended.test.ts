import { fineTuningJob } from "../../provider/resources/fine-tuning-job";
import { project } from "../../provider/resources/project";
import { create, end } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { argsOf, endOf } from "./house";

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

describe("a run that is over by the time it is destroyed", () => {
  const sentence = "stays as it is, with its model: it has ended already";

  it("stays, and a line says why", async () => {
    const place = workshop();
    const saved = await create(place.session(), fineTuningJob, await sampleArgs(place, fineTuningJob));
    place.calls();
    await end(place.session(), fineTuningJob, saved);
    expect(place.said).toEqual([`FineTuningJob ${saved.id}: ${sentence}`]);
    expect(place.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  });

  it("stays without a line where somebody has removed it", async () => {
    const place = workshop();
    const saved = await create(place.session(), fineTuningJob, await sampleArgs(place, fineTuningJob));
    place.emulator.advance(600);
    place.emulator.restore({ ...place.emulator.state(), tables: workshop().emulator.state().tables });
    await end(place.session(), fineTuningJob, saved);
    expect(place.said).toEqual([]);
  });

  it.each([400, 403, 409, 422])(
    "stays with that line where the state does not know, and the API refuses with %i",
    async (status) => {
      const place = workshop();
      const args = await argsOf(place, fineTuningJob);
      const saved = await create(place.session(), fineTuningJob, args);
      place.emulator.transitions({ kind: "fine_tuning_job", mode: "immediate" });
      place.emulator.fault({
        match: { ...endOf(fineTuningJob), times: 99 },
        action: { type: "status", status },
      });
      await end(place.session(), fineTuningJob, saved);
      expect(place.said.filter((line) => line.includes(sentence))).toHaveLength(1);
    },
  );

  it.each([400, 403, 422])("is not believed to be over while it runs: %i is an error", async (status) => {
    const place = workshop();
    const saved = await create(place.session(), fineTuningJob, await argsOf(place, fineTuningJob));
    place.emulator.fault({ match: endOf(fineTuningJob), action: { type: "status", status } });
    await expect(end(place.session(), fineTuningJob, saved)).rejects.toMatchObject({ details: { status } });
    expect(place.said).toEqual([]);
  });
});
