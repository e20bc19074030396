import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { seedKeys } from "../../emulator/index";
import { namedSchemas } from "../../emulator/schemas/operations";
import { examples, freshEmulator, made, sendForm, uploaded } from "./calls";

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { unixtime: true } });
addFormats.default(ajv);
ajv.addSchema(namedSchemas);

/** What the specification, with unknown fields refused, has against a reply. */
function complaints(schema: string, reply: unknown): unknown {
  ajv.validate({ $ref: `openai#/components/schemas/${schema}` }, reply);
  return ajv.errors ?? [];
}

test("replies have exactly the form that the specification gives them", async () => {
  const { emulator, project } = freshEmulator();
  const file = await uploaded(emulator, "a.txt", "abc");
  const broken = await uploaded(emulator, "a.bin", "abc");
  const batch = await uploaded(emulator, "a.jsonl", "{}", { purpose: "batch" });
  const store = await made(project, "/vector_stores", { file_ids: [file, broken] });
  const files = `/vector_stores/${store.id}/files`;
  const assistant = await made(project, "/assistants", {
    model: "gpt-4o",
    tools: [{ type: "file_search", file_search: { max_num_results: 3 } }],
    tool_resources: { file_search: { vector_store_ids: [store.id] } },
  });
  const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
  const job = await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
  const short = await uploaded(emulator, "t.jsonl", examples(1), { purpose: "fine-tune" });
  const bad = await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file: short });

  const upload = await made(project, "/uploads", {
    filename: "u.txt",
    purpose: "assistants",
    bytes: 3,
    mime_type: "text/plain",
  });
  const batches = `/vector_stores/${store.id}/file_batches`;
  const attached = await made(project, batches, { file_ids: [batch] });
  expect(complaints("Upload", upload)).toEqual([]);
  const part = await sendForm(emulator, seedKeys.project, `/uploads/${upload.id}/parts`, {
    data: ["p", "abc"],
  });
  expect(complaints("UploadPart", part.body)).toEqual([]);
  const whole = await made(project, `/uploads/${upload.id}/complete`, { part_ids: [part.body.id] });
  expect(complaints("Upload", whole)).toEqual([]);
  expect(complaints("VectorStoreFileBatchObject", attached)).toEqual([]);
  const found = await made(project, `/vector_stores/${store.id}/search`, { query: "abc" });
  expect([found.data, complaints("VectorStoreSearchResultsPage", found)]).toEqual([[expect.anything()], []]);

  for (const [schema, path] of [
    ["OpenAIFile", `/files/${file}`],
    ["OpenAIFile", `/files/${batch}`],
    ["ListFilesResponse", "/files"],
    ["VectorStoreObject", `/vector_stores/${store.id}`],
    ["VectorStoreFileObject", `${files}/${file}`],
    ["VectorStoreFileObject", `${files}/${broken}`],
    ["ListVectorStoreFilesResponse", files],
    ["AssistantObject", `/assistants/${assistant.id}`],
    ["ListAssistantsResponse", "/assistants"],
    ["FineTuningJob", `/fine_tuning/jobs/${job.id}`],
    ["FineTuningJob", `/fine_tuning/jobs/${bad.id}`],
    ["ListPaginatedFineTuningJobsResponse", "/fine_tuning/jobs"],
    ["ListModelsResponse", "/models"],
    ["VectorStoreFileBatchObject", `${batches}/${attached.id}`],
    ["ListVectorStoreFilesResponse", `${batches}/${attached.id}/files`],
    ["VectorStoreFileContentResponse", `${files}/${file}/content`],
    ["ListFineTuningJobEventsResponse", `/fine_tuning/jobs/${job.id}/events`],
    ["ListFineTuningJobCheckpointsResponse", `/fine_tuning/jobs/${job.id}/checkpoints`],
  ] as const) {
    expect([path, complaints(schema, (await project.get(path)).body)]).toEqual([path, []]);
  }
  expect(complaints("FineTuningJob", job)).toEqual([]);
  expect(complaints("DeleteVectorStoreFileResponse", (await project.del(`${files}/${file}`)).body)).toEqual(
    [],
  );
  expect(complaints("DeleteFileResponse", (await project.del(`/files/${file}`)).body)).toEqual([]);
  expect(
    complaints("DeleteAssistantResponse", (await project.del(`/assistants/${assistant.id}`)).body),
  ).toEqual([]);
  const { fine_tuned_model: model } = (await project.get(`/fine_tuning/jobs/${job.id}`)).body;
  expect(complaints("DeleteModelResponse", (await project.del(`/models/${model}`)).body)).toEqual([]);
});
