import type { Call } from "../../provider/api/call";
import { credentialFor } from "../../provider/api/settings";
import {
  type Answer,
  admin,
  adminKey,
  converse,
  createCall,
  errorOf,
  project,
  projectKey,
  read,
  refusal,
} from "./conversation";

/** A server that repeats a text wherever it can. */
function parrot(text: string, status = 400): Answer {
  const headers = { "x-request-id": `req-${text}`, "openai-organization": `org-${text}` };
  return refusal(status, { message: `No: ${text}.`, code: text, type: text, param: text }, headers);
}

async function repeated(call: Call, text: string, answer = parrot(text)): Promise<string> {
  const { client } = converse([answer], { adminApiKey: adminKey, apiKey: projectKey });
  const error = await errorOf(client.call(admin, call));
  return `${error.message} ${JSON.stringify(error.details)}`;
}

const holding = (secret: string): Call => ({ ...createCall, body: { token: secret }, secrets: [secret] });

describe("what a server repeats of a secret", () => {
  test.each(["hunter2-0123456789", "xyz", "q9", "~"])(
    "is nowhere in an error, at any length (%s)",
    async (secret) => {
      const said = await repeated(holding(secret), secret);
      expect(said).not.toContain(secret);
      expect(said).toContain("No: [secret]");
      expect(said).toContain("[request req-[secret]]");
      expect(said).toContain('"organization":"org-[secret]"');
    },
  );

  test("is not quoted as a part of a word either", async () => {
    expect(await repeated(holding("hunter2"), "xhunter2y")).not.toContain("hunter2");
  });

  test.each([
    ["as JSON spells it", JSON.stringify('say "hi"\n').slice(1, -1), 'say "hi"\n'],
    ["as an address spells it", encodeURIComponent("a b/c?d"), "a b/c?d"],
  ])("is not quoted %s", async (_, spelt, secret) => {
    expect(await repeated(holding(secret), "", refusal(400, { message: `bad: ${spelt}` }))).not.toContain(
      spelt,
    );
  });

  test("that is a part of another one leaves nothing of the longer one", async () => {
    const call: Call = { ...createCall, secrets: ["abc", "abcdef"] };
    expect(await repeated(call, "abcdef")).not.toMatch(/abc|def/);
  });

  test("is not quoted from the name of an encoding", async () => {
    const answer: Answer = { status: 200, headers: { "content-encoding": "hunter2" }, body: "" };
    expect(await repeated(holding("hunter2"), "", answer)).not.toContain("hunter2");
  });

  test("that is empty takes nothing out", async () => {
    expect(await repeated(holding(""), "fine")).toContain("No: fine");
  });

  test("that stands in the organization's name is not in a reply's details", async () => {
    const headers = { "openai-organization": `org-${adminKey}` };
    const { client } = converse([{ status: 200, headers, body: { id: "obj_1" } }]);
    expect((await client.call(admin, read)).details.organization).toBe("org-[secret]");
  });
});

describe("a key", () => {
  test.each([
    ["of the call", adminKey],
    ["of the stack that the call does not use", projectKey],
  ])("%s is not quoted", async (_, key) => {
    expect(await repeated(read, key)).not.toContain(key);
  });

  test("of another resource that this run has used is not quoted", async () => {
    const own = "sk-proj-of-one-resource";
    const { client } = converse([parrot(own), parrot(own)]);
    await errorOf(client.call(credentialFor({}, "project", own), read));
    const error = await errorOf(client.call(project, read));
    expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(own);
  });
});
