import { z } from "zod";
import { createBody, followUps } from "../../provider/kernel/codec";
import { type Declaration, keep } from "../../provider/kernel/declaration";
import { mutable } from "../../provider/kernel/words";
import { secretValues } from "../../provider/lifecycle/session/secret-values";
import { create } from "../support/entries";
import { workshop } from "../support/workshop";
import { errorOf, Project } from "./house";

/** A project that also has secrets: two in its bodies, one that a call below its path carries. */
const vault: Declaration = {
  ...Project,
  props: {
    ...Project.props,
    accessToken: mutable(z.string().optional(), "A token.", { secret: true, wire: "token", clear: keep }),
    headers: mutable(z.record(z.string(), z.string()).optional(), "Headers.", { secret: true, clear: keep }),
    pin: mutable(z.string().optional(), "A pin.", { secret: true, clear: keep, via: "update" }),
  },
};
const args = { name: "search", accessToken: "hunter2", headers: { a: "x1", b: "x2" }, pin: "0" };

test("what is declared secret is found in a body under the name that it has there, at any depth", () => {
  const body = createBody(vault, args);
  expect(body).toMatchObject({ token: "hunter2" });
  expect(secretValues(vault, body).sort()).toEqual(["hunter2", "x1", "x2"]);
});

test("so is what a call of its own carries", () => {
  const [follow] = followUps(vault, undefined, args);
  expect(secretValues(vault, follow?.body)).toEqual(["0"]);
});

test("nothing is secret that is not declared so, or not sent", () => {
  expect(secretValues(Project, { name: "search" })).toEqual([]);
  expect(secretValues(vault)).toEqual([]);
});

test("a secret argument that the server repeats is not quoted, not even as a part of a word", async () => {
  const place = workshop();
  const message = "Bad token: xhunter2x";
  place.emulator.fault({
    match: { method: "POST", route: "/organization/projects" },
    action: {
      type: "status",
      status: 400,
      body: { error: { message, type: "invalid_request_error", param: null, code: null } },
    },
  });
  const error = await errorOf(create(place.session(), vault, args));
  expect(error.message).toContain("Bad token: x[secret]x");
  expect(error.details.apiMessage).toBe("Bad token: x[secret]x");
});
