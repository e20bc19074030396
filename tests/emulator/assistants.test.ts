import { errorOf, freshEmulator, idsOf, listOf, made, send, uploaded } from "./calls";

test("an assistant is made with the defaults, read, changed field by field and deleted", async () => {
  const { project, clock } = freshEmulator();
  const assistant = await made(project, "/assistants", { model: "gpt-4o", reasoning_effort: "low" });
  expect(assistant).toEqual({
    id: expect.stringMatching(/^asst_/),
    object: "assistant",
    created_at: clock.now() / 1000,
    name: null,
    description: null,
    model: "gpt-4o",
    instructions: null,
    tools: [],
    metadata: {},
    temperature: 1,
    top_p: 1,
    response_format: "auto",
  });
  const item = `/assistants/${assistant.id}`;
  const changed = await project.post(item, {
    name: "Tutor",
    temperature: 0,
    tools: [{ type: "code_interpreter" }],
    response_format: { type: "text" },
    metadata: { a: "b" },
  });
  expect(changed.body).toEqual({
    ...assistant,
    name: "Tutor",
    temperature: 0,
    tools: [{ type: "code_interpreter" }],
    response_format: { type: "text" },
    metadata: { a: "b" },
  });
  expect((await project.post(item, {})).body).toEqual(changed.body);
  const cleared = await project.post(item, {
    name: null,
    temperature: null,
    tools: [],
    response_format: null,
    metadata: null,
  });
  expect(cleared.body).toEqual(assistant);
  expect((await project.get(item)).body).toEqual(assistant);
  expect(listOf(await project.get("/assistants"))).toEqual([assistant]);
  expect((await project.del(item)).body).toEqual({
    id: assistant.id,
    object: "assistant.deleted",
    deleted: true,
  });
  expect((await project.get(item)).status).toBe(404);
});

test("tool resources refer to what is there, and a store can be made along", async () => {
  const { emulator, project } = freshEmulator();
  const file = await uploaded(emulator, "a.txt", "abc");
  const store = await made(project, "/vector_stores");
  const assistant = await made(project, "/assistants", {
    model: "gpt-4o",
    tools: [{ type: "file_search" }, { type: "code_interpreter" }],
    tool_resources: { code_interpreter: { file_ids: [file] }, file_search: { vector_store_ids: [store.id] } },
  });
  expect(assistant.tool_resources).toEqual({
    code_interpreter: { file_ids: [file] },
    file_search: { vector_store_ids: [store.id] },
  });
  const cleared = await project.post(`/assistants/${assistant.id}`, { tool_resources: null });
  expect(cleared.body).not.toHaveProperty("tool_resources");

  const along = await made(project, "/assistants", {
    model: "gpt-4o",
    tool_resources: { file_search: { vector_stores: [{ file_ids: [file], metadata: { a: "b" } }] } },
  });
  const [newest] = listOf(await project.get("/vector_stores"));
  expect(along.tool_resources).toEqual({ file_search: { vector_store_ids: [newest?.id] } });
  expect(newest).toMatchObject({ metadata: { a: "b" }, file_counts: { total: 1 } });

  for (const tool_resources of [
    { code_interpreter: { file_ids: ["file-none"] } },
    { file_search: { vector_store_ids: ["vs_none"] } },
  ]) {
    expect((await project.post("/assistants", { model: "gpt-4o", tool_resources })).status).toBe(404);
  }
});

test.each([
  [{}, "model"],
  [{ model: "gpt-none" }, "model"],
  [{ model: "gpt-4o", name: "x".repeat(257) }, "name"],
  [{ model: "gpt-4o", description: "x".repeat(513) }, "description"],
  [{ model: "gpt-4o", temperature: 2.1 }, "temperature"],
  [{ model: "gpt-4o", tools: [{ type: "calculator" }] }, "tools[0].type"],
  [{ model: "gpt-4o", tools: Array.from({ length: 129 }, () => ({ type: "file_search" })) }, "tools"],
  [{ model: "gpt-4o", voice: "x" }, "voice"],
])("%j is refused with its place", async (body, param) => {
  const { project } = freshEmulator();
  const answer = await project.post("/assistants", body);
  expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
});

test("an unknown model is named, also in an update, which then changes nothing", async () => {
  const { project } = freshEmulator();
  const assistant = await made(project, "/assistants", { model: "gpt-4o" });
  const answer = await project.post(`/assistants/${assistant.id}`, { name: "x", model: "gpt-none" });
  expect(errorOf(answer).message).toBe("The requested model 'gpt-none' does not exist.");
  expect((await project.get(`/assistants/${assistant.id}`)).body).toEqual(assistant);
});

test("assistants are listed newest first and only within their project", async () => {
  const { project, otherProject } = freshEmulator();
  const first = await made(project, "/assistants", { model: "gpt-4o" });
  const second = await made(project, "/assistants", { model: "gpt-4o" });
  expect(idsOf(await project.get("/assistants"))).toEqual([second.id, first.id]);
  expect(idsOf(await project.get(`/assistants?before=${first.id}&limit=1`))).toEqual([second.id]);
  expect(idsOf(await otherProject.get("/assistants"))).toEqual([]);
  for (const call of [otherProject.get, otherProject.del, otherProject.post]) {
    expect((await call(`/assistants/${first.id}`)).status).toBe(404);
  }
});

test("the beta header is needed", async () => {
  const { emulator } = freshEmulator();
  const answer = await send(emulator, "sk-proj-test", "GET", "/v1/assistants", undefined, {});
  expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_beta"]);
});
