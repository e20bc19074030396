import { type ServiceError, status } from "@grpc/grpc-js";
import { ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import { kindOf } from "../kernel/facts";
import { listOf, newProject } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { type Engine, engineOn, failed } from "./engine";
import { type Bag, structOf, unknown } from "./structs";

const Account = kindOf("ProjectServiceAccount");
const Project = kindOf("Project");

let place: Workshop;
let engine: Engine;

beforeEach(async () => {
  place = workshop();
  engine = await engineOn(place);
});
afterEach(() => engine.close());

interface Page {
  ids: string[];
  names: string[];
  isComputed: boolean;
  token: string;
}

function list(token: string, query: Bag, more: (request: ListRequest) => void = () => {}): Promise<Page> {
  const request = new ListRequest().setToken(`openai:index:${token}`).setQuery(structOf(query));
  more(request);
  const page: Page = { ids: [], names: [], isComputed: false, token: "" };
  const { ResponseCase } = ListResponse;
  return new Promise((resolve, reject) => {
    const stream = engine.client.list(request);
    stream.on("data", (response: ListResponse) => {
      const result = response.getResult();
      if (result) {
        page.ids.push(result.getId());
        page.names.push(result.getName());
      }
      if (response.getResponseCase() === ResponseCase.COMPUTED) page.isComputed = true;
      page.token = response.getContinuation()?.getContinuationToken() ?? page.token;
    });
    stream.on("end", () => resolve(page));
    stream.on("error", (error: ServiceError) => reject(error));
  });
}

async function accounts(count: number): Promise<{ projectId: string; ids: string[] }> {
  const projectId = await newProject(place);
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push((await engine.create(Account, { projectId, name: `bot-${n}` })).id);
  place.emulator.advance(600);
  place.calls();
  return { projectId, ids };
}

it("gives what there is below a parent, by ids that can be imported", async () => {
  const { projectId, ids } = await accounts(3);
  const page = await list("ProjectServiceAccount", { projectId });
  expect(page).toEqual({
    ids: expect.arrayContaining(ids),
    names: expect.arrayContaining(["bot-0", "bot-1", "bot-2"]),
    isComputed: false,
    token: "",
  });
  for (const id of page.ids) expect((await engine.read(Account, id))?.id).toBe(id);
});

it("gives no more than is asked for, page by page, each object once", async () => {
  const { projectId, ids } = await accounts(5);
  const first = await list("ProjectServiceAccount", { projectId }, (request) => request.setPageSize(2));
  expect(first.ids).toHaveLength(2);
  const rest: string[] = [...first.ids];
  for (let { token } = first; token !== ""; ) {
    const next = await list("ProjectServiceAccount", { projectId }, (request) =>
      request.setPageSize(2).setContinuationToken(token),
    );
    rest.push(...next.ids);
    token = next.token;
  }
  expect(rest.sort()).toEqual([...ids].sort());
  expect(new Set(place.calls())).toEqual(new Set([`GET ${listOf(Account)}`]));
});

it("ends with the limit, and has no next page then", async () => {
  const { projectId } = await accounts(3);
  const page = await list("ProjectServiceAccount", { projectId }, (request) => request.setLimit(2));
  expect([page.ids.length, page.token]).toEqual([2, ""]);
});

it("is not known as long as the parent is not, and asks nobody", async () => {
  const page = await list("ProjectServiceAccount", { projectId: unknown });
  expect(page).toEqual({ ids: [], names: [], isComputed: true, token: "" });
  expect(place.calls()).toEqual([]);
});

it("leaves out what counts as gone", async () => {
  const state = await engine.create(Project, { name: "shop" });
  await engine.delete(Project, state);
  expect((await list("Project", {})).ids).not.toContain(state.id);
});

it.each<[string, string, Bag, string]>([
  ["a parent is missing", "ProjectServiceAccount", {}, "are listed by projectId: projectId is missing"],
  ["there is no such filter", "Project", { name: "a" }, "are listed by nothing: name is none of these"],
  ["there is no such kind", "Moon", {}, "has no resource openai:index:Moon"],
])("is refused with a sentence: %s", async (_, token, query, sentence) => {
  expect(await failed(list(token, query))).toEqual({
    code: status.INVALID_ARGUMENT,
    message: expect.stringContaining(sentence),
  });
  expect(place.calls()).toEqual([]);
});

it("does not show a page twice", async () => {
  const work = list("Project", {}, (request) => request.setContinuationToken("seen"));
  expect(await failed(work)).toMatchObject({
    code: status.INVALID_ARGUMENT,
    message: expect.stringContaining("Begin the listing anew."),
  });
});
