import type { Call } from "../../provider/api/call";
import { encodeForm } from "../../provider/api/multipart";
import { admin, converse, createCall, errorOf, refusal, updateCall } from "./conversation";

/** What the API's error says, as our message quotes it. */
async function quoted(call: Call, message: string): Promise<string> {
  const { client } = converse([refusal(400, { message })]);
  const error = await errorOf(client.call(admin, call));
  return error.message.split("(some_error): ")[1]?.split(". Nothing was")[0] ?? error.message;
}

const sends = (body: Call["body"]): Call => ({ ...createCall, body });

test("a value that the server repeats is not quoted, for it may be a secret of the program", async () => {
  const url = "https://hooks.example.com/hunter2-token";
  expect(await quoted(sends({ url, name: "watcher" }), `Cannot reach ${url} of 'watcher'`)).toBe(
    "Cannot reach *** of '***'",
  );
});

test("neither is one that lies deeper, or is a value of a map", async () => {
  const body = { metadata: { team: "hunter2" }, hosts: [{ domain: "inner.example" }] };
  expect(await quoted(sends(body), "hunter2 may not use inner.example")).toBe("*** may not use ***");
});

test("a longer value goes before one that is a part of it", async () => {
  const body = { name: "api", url: "https://api/api" };
  expect(await quoted(sends(body), "https://api/api is not api")).toBe("*** is not ***");
});

test("only whole words are replaced, and nothing that is shorter than three letters", async () => {
  const body = { name: "key", size: "XL" };
  expect(await quoted(sends(body), "The key monkey is XL")).toBe("The *** monkey is XL");
});

test("letters that mean something in a pattern are letters", async () => {
  expect(await quoted(sends({ name: "a.c (1)" }), "abc (1), a.c (1) taken")).toBe("abc (1), *** taken");
});

test("an id that stands in the path stays, for the message needs it", async () => {
  const call: Call = { ...updateCall, body: { project_id: "proj_1", name: "hunter2" } };
  expect(await quoted(call, "proj_1 cannot be hunter2")).toBe("proj_1 cannot be ***");
});

test("a value that the API's documentation names stays", async () => {
  const call: Call = { ...sends({ role: "owner", name: "owners" }), plain: new Set(["owner"]) };
  expect(await quoted(call, "owner or member, not owners")).toBe("owner or member, not ***");
});

test("of a form the fields and the file's name are left out as well", async () => {
  const file = { field: "file", filename: "salaries.csv", bytes: new Uint8Array() };
  const form = await encodeForm({ purpose: "hunter2" }, file);
  const call: Call = { ...createCall, body: undefined, form };
  expect(await quoted(call, "salaries.csv is no hunter2")).toBe("*** is no ***");
});
