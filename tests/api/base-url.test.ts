import { problemOfBaseUrl } from "../../provider/api/base-url";
import { isUnauthorized } from "../../provider/api/errors";
import { credentialFor, type RawSettings } from "../../provider/api/settings";
import {
  admin,
  converse,
  createCall,
  errorOf,
  ok,
  project,
  projectKey,
  read,
  refusal,
  updateCall,
} from "./conversation";

const europe = "https://eu.api.openai.com/v1";
const at = (baseUrl?: string, raw: RawSettings = {}) =>
  credentialFor({ apiKey: projectKey, ...raw }, "project", undefined, baseUrl);

describe("a resource with a host of its own", () => {
  test("is called there, with its key and the paths of the API", async () => {
    for (const baseUrl of [europe, `${europe}/`, ` ${europe} `]) {
      const { client, sent } = converse([ok]);
      await client.call(at(baseUrl), updateCall);
      expect(sent[0]?.url).toBe("https://eu.api.openai.com/v1/organization/projects/proj_1");
      expect(sent[0]?.headers.authorization).toBe(`Bearer ${projectKey}`);
    }
  });

  test("leaves the others where they are", async () => {
    const { client, sent } = converse([ok, ok, ok]);
    for (const credential of [project, at(europe), admin]) await client.call(credential, read);
    expect(sent.map(({ url }) => new URL(url).host)).toEqual([
      "api.openai.com",
      "eu.api.openai.com",
      "api.openai.com",
    ]);
  });

  test("is another connection than the same key elsewhere, and shows the same fingerprint", () => {
    const connections = [
      at(),
      at(europe),
      at("https://us.api.openai.com/v1"),
      at("https://eu.api.openai.com/v2"),
    ];
    expect(new Set(connections.map(({ connection }) => connection)).size).toBe(4);
    expect(new Set(connections.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(at().connection).toBe(at().fingerprint);
    expect(at(europe).connection).toBe(`${at().fingerprint}:eu.api.openai.com/v1`);
  });

  test("is the same connection where the host is that of the settings, however it is written", () => {
    const raw = { baseUrl: europe };
    expect(at("https://EU.api.openai.com:443/v1/", raw)).toEqual(at(undefined, raw));
    expect(at("https://api.openai.com/v1")).toEqual(at());
  });

  test("that cannot be reached is said to be at the argument's host", async () => {
    const { client } = converse(() => ({ fails: "ENOTFOUND" }));
    const { message } = await errorOf(client.call(at(europe), read));
    expect(message).toContain("was not sent: eu.api.openai.com cannot be reached (ENOTFOUND)");
    expect(message).toContain("Check the network and the argument baseUrl.");
  });

  test("that does not answer is named as well", async () => {
    const { client } = converse(() => ({ fails: "ECONNRESET" }));
    const { message } = await errorOf(client.call(at(europe), createCall));
    expect(message).toContain("to eu.api.openai.com ended without an answer");
  });

  test("that redirects is told to write the final address there", async () => {
    const { client } = converse([{ status: 308, headers: { location: "https://elsewhere" } }]);
    const { message } = await errorOf(client.call(at(europe), read));
    expect(message).toContain("set the argument baseUrl to the final address");
  });
});

describe("the host of a resource", () => {
  const refused: [string, RegExp][] = [
    ["eu.api.openai.com", /is not a URL/],
    ["http://eu.api.openai.com/v1", /Keys are only sent over https/],
    ["ftp://eu.api.openai.com/v1", /Keys are only sent over https/],
    ["https://user:hunter2@eu.api.openai.com/v1", /user name or password/],
    ["https://eu.api.openai.com/v1?x=1", /part behind its path/],
    ["https://eu.api.openai.com/v1#x", /part behind its path/],
  ];

  test.each(refused)("is checked as the setting is: %s", (text, why) => {
    expect(() => at(text)).toThrow(why);
    expect(() => at(text)).toThrow(/^The argument baseUrl .* Nothing was sent\.$/);
  });

  test.each(refused)("is not quoted where it is only checked: %s", (text, why) => {
    expect(problemOfBaseUrl(text)).toMatch(why);
    expect(problemOfBaseUrl(text)).not.toMatch(/hunter2|eu\.api/);
  });

  test.each([europe, "http://localhost:8080/v1", "http://127.0.0.1:1", "http://[::1]:1/v1"])(
    "may be %s",
    (text) => {
      expect(problemOfBaseUrl(text)).toBeUndefined();
      expect(at(text).baseUrl?.href).toMatch(/\/$/);
    },
  );
});

describe("a key of a project that is at home in another region", () => {
  const message =
    "Attempted to access resource with incorrect regional hostname. Please make your request to eu.api.openai.com";
  const wrongHost = refusal(401, { message, type: "invalid_request_error", code: "incorrect_hostname" });

  test("is not called wrong: the message says where to write the host", async () => {
    const { client } = converse([wrongHost]);
    const error = await errorOf(client.call(project, read));
    expect(error.message).toContain("Please make your request to eu.api.openai.com. Nothing was changed.");
    expect(error.message).toContain(
      "give the resource the argument baseUrl, such as https://eu.api.openai.com/v1",
    );
    expect(error.message).not.toContain("expired or revoked");
    expect(isUnauthorized(error)).toBe(false);
  });

  test("is not waited for, however young it is", async () => {
    const { client, sent, elapsed } = converse([wrongHost]);
    client.keyWasBorn(project.fingerprint);
    await errorOf(client.call(project, read));
    expect(sent).toHaveLength(1);
    expect(elapsed()).toBe(0);
  });

  test("that was made a moment ago is waited for at its own host", async () => {
    const { client, sent } = converse([refusal(401, { code: "invalid_api_key" }), ok]);
    client.keyWasBorn(project.fingerprint);
    await client.call(at(europe), read);
    expect(sent).toHaveLength(2);
  });
});
