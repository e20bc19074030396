import OpenAI from "openai";
import { createEmulator, type DeliveryTargets, type Emulator, seedKeys } from "../../emulator/index";
import { webhookEventTypes } from "../../emulator/schemas/webhooks";
import { as, errorOf, made, type Wire } from "./calls";
import { receiver } from "./receiver";

const url = "https://example.com/hook?team=search";
const hook = { name: "hook", url, event_types: ["batch.completed"] };
const event_type = "batch.completed";
const { webhooks } = new OpenAI({ apiKey: "none" });

const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function listening(status?: number, headers?: Record<string, string>) {
  const there = await receiver(status, headers);
  open.push(there);
  return there;
}

/** An endpoint in an emulator that delivers as told. */
async function endpointIn(emulator: Emulator) {
  const project = as(emulator, seedKeys.project);
  const endpoint = await made(project, "/webhook_endpoints", hook);
  const path = `/webhook_endpoints/${endpoint.id}`;
  return { project, endpoint, path, secret: String(endpoint.signing_secret) };
}

const delivering = (deliver: DeliveryTargets) => createEmulator({ deliver });

test("a test arrives at the receiver, at the endpoint's path, signed so that the official client accepts it", async () => {
  const { calls, url: there } = await listening();
  const { project, endpoint, path, secret } = await endpointIn(delivering({ [url]: there }));
  const answer = await project.post(`${path}/test`, { event_type });
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      object: "webhook_endpoint.test",
      webhook_endpoint_id: endpoint.id,
      event_type,
      success: true,
      status_code: 204,
    },
  ]);
  expect(calls).toHaveLength(1);
  const [call] = calls;
  expect(call?.path).toBe("/hook?team=search");
  expect(call?.headers["content-type"]).toBe("application/json");
  const event = await webhooks.unwrap(call?.body ?? "", call?.headers ?? {}, secret);
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_/),
    object: "event",
    created_at: expect.any(Number),
    type: event_type,
    data: { id: expect.stringMatching(/^batch_/) },
  });
  await expect(webhooks.unwrap(`${call?.body} `, call?.headers ?? {}, secret)).rejects.toThrow(
    OpenAI.InvalidWebhookSignatureError,
  );
  await expect(webhooks.unwrap(call?.body ?? "", call?.headers ?? {}, "whsec_AAAA")).rejects.toThrow(
    OpenAI.InvalidWebhookSignatureError,
  );
});

test("every type of event can be delivered, each under an id of its own", async () => {
  const { calls, url: there } = await listening();
  const { project, path, secret } = await endpointIn(delivering({ [url]: there }));
  for (const type of webhookEventTypes) await made(project, `${path}/test`, { event_type: type });
  const events = await Promise.all(calls.map((call) => webhooks.unwrap(call.body, call.headers, secret)));
  expect(events.map((event) => event.type)).toEqual(webhookEventTypes);
  expect(new Set(calls.map((call) => call.headers["webhook-id"])).size).toBe(webhookEventTypes.length);
});

test("a receiver with a path of its own gets the call there", async () => {
  const { calls, url: there } = await listening();
  const { project, path } = await endpointIn(delivering({ [url]: `${there}/elsewhere` }));
  await made(project, `${path}/test`, { event_type });
  expect(calls.map((call) => call.path)).toEqual(["/elsewhere"]);
});

test("after a rotation the new secret signs, and the old one beside it for 24 hours where that was asked", async () => {
  const { calls, url: there } = await listening();
  const emulator = delivering({ [url]: there });
  const { project, path, secret } = await endpointIn(emulator);
  const accepted = async (...secrets: string[]) => {
    await made(project, `${path}/test`, { event_type });
    const { body, headers } = calls.at(-1) ?? { body: "", headers: {} };
    return Promise.all(
      secrets.map((one) =>
        webhooks.unwrap(body, headers, one).then(
          () => true,
          () => false,
        ),
      ),
    );
  };
  const keep = { keep_old_secret_active_for_24_hours: true };
  const second = String((await made(project, `${path}/rotate_secret`, keep)).signing_secret);
  expect(await accepted(secret, second)).toEqual([true, true]);
  emulator.advance(86_400);
  expect(await accepted(secret, second)).toEqual([false, true]);
  const third = String((await made(project, `${path}/rotate_secret`)).signing_secret);
  expect(await accepted(second, third)).toEqual([false, true]);
});

test("what the receiver answers is told, and a redirect is not followed", async () => {
  const other = await listening();
  for (const [status, headers] of [
    [500, {}],
    [307, { location: other.url }],
  ] as const) {
    const there = await listening(status, headers);
    const { project, path } = await endpointIn(delivering({ [url]: there.url }));
    const answer = await project.post(`${path}/test`, { event_type });
    expect(answer.body).toMatchObject({ success: true, status_code: status });
  }
  expect(other.calls).toEqual([]);
});

test("a receiver that does not answer is an error with a sentence", async () => {
  const there = await receiver();
  await there.close();
  const { project, path } = await endpointIn(delivering({ [url]: there.url }));
  const answer = await project.post(`${path}/test`, { event_type });
  expect([answer.status, errorOf(answer).code]).toEqual([400, "webhook_delivery_failed"]);
  expect(errorOf(answer).message).toContain("did not answer");
});

test("without a receiver for this very URL nothing is sent, and the test succeeds", async () => {
  const { calls, url: there } = await listening();
  const { project, path } = await endpointIn(delivering({ "https://example.com/other": there }));
  expect((await made(project, `${path}/test`, { event_type })).status_code).toBe(200);
  const silent = await endpointIn(createEmulator());
  expect((await made(silent.project, `${silent.path}/test`, { event_type })).status_code).toBe(200);
  expect(calls).toEqual([]);
});

test("secrets stay out of the state and the journal; a restored endpoint of another emulator says so, until it is rotated", async () => {
  const { calls, url: there } = await listening();
  const emulator = delivering({ [url]: there });
  const { project, path, secret } = await endpointIn(emulator);
  await made(project, `${path}/test`, { event_type });
  expect(JSON.stringify([emulator.state(), emulator.requests()])).not.toContain(secret);

  const other = delivering({ [url]: there });
  other.restore(emulator.state());
  const theirs = as(other, seedKeys.project);
  const refused = await theirs.post(`${path}/test`, { event_type });
  expect([refused.status, errorOf(refused).code]).toEqual([400, "signing_secret_unknown"]);
  expect(calls).toHaveLength(1);
  const rotated: Wire = await made(theirs, `${path}/rotate_secret`);
  await made(theirs, `${path}/test`, { event_type });
  const { body, headers } = calls.at(-1) ?? { body: "", headers: {} };
  await expect(webhooks.unwrap(body, headers, String(rotated.signing_secret))).resolves.toBeDefined();
  // The very emulator that made the secret still knows it when its own state comes back.
  emulator.restore(emulator.state());
  expect((await project.post(`${path}/test`, { event_type })).status).toBe(200);
});

test.each([
  ["https://127.0.0.1:9000"],
  ["http://example.com:9000"],
  ["http://127.0.0.1.example.com"],
  ["http://127.0.0.1@example.com"],
  ["http://10.0.0.1"],
  ["http://0.0.0.0:80"],
])("the receiver %s is refused, because it is not on this machine", (there) => {
  expect(() => createEmulator({ deliver: { [url]: there } })).toThrow("is not on this machine");
});

test.each([["127.0.0.1:9000"], ["nowhere"]])("%s is no receiver at all", (there) => {
  expect(() => createEmulator({ deliver: { [url]: there } })).toThrow(TypeError);
});

test("a loopback address may be written in any of its forms", () => {
  for (const there of ["http://127.0.0.1:1", "http://127.0.0.2:1", "http://localhost:1", "http://[::1]:1"]) {
    expect(() => createEmulator({ deliver: { [url]: there } })).not.toThrow();
  }
});
