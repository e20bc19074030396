import type { Saved } from "../../provider/lifecycle/session/saved";
import { projectRole } from "../../provider/resources/project-role";
import { create, end, read, update } from "../support/entries";
import { inRoles, mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const role = {
  id: "role_1",
  object: "role",
  name: "auditor",
  description: "Reads, never writes.",
  permissions: ["api.model.read", "api.files.read"],
  predefined_role: false,
  resource_type: "api.project",
};
const args = {
  projectId: "proj_1",
  name: "auditor",
  permissions: ["api.model.read", "api.files.read"],
  description: "Reads, never writes.",
};
const saved: Saved = { id: "proj_1/role_1", live: { ...args, roleId: "role_1" }, memo: {} };
const written = (body: object): Exchange => ({
  call: "POST /projects/proj_1/roles/role_1",
  key: "admin",
  body,
  reply: role,
});
/** A role does not say when it was made: should the answer get lost, only this tells it from the others. */
const nothingYet: Exchange = {
  call: "GET /projects/proj_1/roles?limit=1000",
  key: "admin",
  reply: { object: "list", data: [], has_more: false, next: null },
};

test("is created outside /organization, with its name as role_name", async () => {
  openai.foresee(nothingYet, {
    call: "POST /projects/proj_1/roles",
    key: "admin",
    body: {
      role_name: "auditor",
      permissions: ["api.model.read", "api.files.read"],
      description: "Reads, never writes.",
    },
    reply: role,
  });
  const made = await create(openai.session(), projectRole, args);
  expect(made).toMatchObject({ id: "proj_1/role_1", live: { ...args, predefinedRole: false } });
});

test("may be created without permissions and without a description", async () => {
  openai.foresee(nothingYet, {
    call: "POST /projects/proj_1/roles",
    key: "admin",
    body: { role_name: "guest", permissions: [] },
    reply: { ...role, name: "guest", permissions: [], description: null },
  });
  await create(openai.session(), projectRole, { projectId: "proj_1", name: "guest", permissions: [] });
});

test("is read by the listing, page after page by its `next`", async () => {
  openai.foresee(
    {
      call: "GET /projects/proj_1/roles?limit=1000",
      key: "admin",
      reply: { object: "list", data: [{ ...role, id: "role_0" }], has_more: true, next: "cursor+/=1" },
    },
    {
      call: "GET /projects/proj_1/roles?after=cursor%2B%2F%3D1&limit=1000",
      key: "admin",
      reply: { object: "list", data: [role], has_more: false, next: null },
    },
  );
  const seen = await read(openai.session(), projectRole, saved, args);
  expect(seen?.args).toEqual(args);
});

test("is renamed by role_name", async () => {
  openai.foresee(written({ role_name: "model-auditor" }));
  await update(openai.session(), projectRole, saved, args, { ...args, name: "model-auditor" });
});

test("loses all its permissions by an empty list", async () => {
  openai.foresee(written({ permissions: [] }));
  await update(openai.session(), projectRole, saved, args, { ...args, permissions: [] });
});

test("loses its description by an empty text", async () => {
  openai.foresee(written({ description: "" }));
  const { description: _, ...news } = args;
  await update(openai.session(), projectRole, saved, args, news);
});

test("with its permissions in another order is not written", async () => {
  const news = { ...args, permissions: ["api.files.read", "api.model.read"] };
  await update(openai.session(), projectRole, saved, args, news);
});

test("is deleted", async () => {
  openai.foresee({
    call: "DELETE /projects/proj_1/roles/role_1",
    key: "admin",
    reply: { object: "role.deleted", id: "role_1", deleted: true },
  });
  await end(openai.session(), projectRole, saved);
});

describe("an id with odd characters", () => {
  // Built by hand, as no library would: space, slash-less but otherwise everything that means something in a URL.
  const odd = "role ä?b=1&c#d%2F;e+f";
  const escaped = "role%20%C3%A4%3Fb%3D1%26c%23d%252F%3Be%2Bf";
  const oddly: Saved = { id: `proj_1/${odd}`, live: { ...args, roleId: odd }, memo: {} };

  test("is escaped where the role is changed", async () => {
    openai.foresee({ ...written({ role_name: "x" }), call: `POST /projects/proj_1/roles/${escaped}` });
    await update(openai.session(), projectRole, oddly, args, { ...args, name: "x" });
  });

  test("is escaped where the role is deleted", async () => {
    openai.foresee({
      call: `DELETE /projects/proj_1/roles/${escaped}`,
      key: "admin",
      reply: { object: "role.deleted", id: odd, deleted: true },
    });
    await end(openai.session(), projectRole, oddly);
  });

  test("is escaped where the role is looked for, and a project's id as well", async () => {
    openai.foresee(
      {
        call: "GET /projects/proj%3F1/roles?limit=1000",
        key: "admin",
        reply: { object: "list", data: [], has_more: false, next: null },
      },
      {
        call: `GET /projects/proj%3F1/roles/${escaped}`,
        key: "admin",
        status: 403,
        reply: errorBody("Missing permission"),
      },
    );
    const elsewhere: Saved = {
      id: `proj?1/${odd}`,
      live: {},
      memo: { seenWith: "000000000000@org-acme" },
    };
    const work = read(openai.session(), projectRole, elsewhere, args);
    await expect(work).rejects.toMatchObject({ code: "refused", details: { status: 403 } });
  });

  test.each(["..", "."])("that is %s never leaves its place in the path", async (id) => {
    const work = end(openai.session(), projectRole, { id: `proj_1/${id}`, live: {}, memo: {} });
    await expect(work).rejects.toMatchObject({ code: "usage" });
  });
});

mistakesIn(projectRole, { projectId: "proj_1", name: "auditor", permissions: [] }, [
  ...inRoles,
  ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
]);
