import { kindOf } from "../kernel/facts";
import { type Declaration, errorOf, Key, partialOf, route, Webhook } from "../lifecycle/house";
import { create } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { expectExactlyOne, withSeeds } from "./reckoning";
import { type Aftermath, type Family, storm } from "./storm";

const keys = ["ServiceAccountApiKey", "AdminApiKey"].map((token) => [token, kindOf(token)] as const);

const reset: Family = () => ({ type: "reset-after" });
const aKey = /(sk-(admin|proj|svcacct)-|whsec_)\w{8}/;

/** Each create whose answer was lost has made a key that nobody can use: the lines say of each that it was revoked. */
function expectAllRevoked({ journal, said }: Aftermath): void {
  const lost = journal.filter(({ method, status }) => method === "POST" && status === 0);
  const revoked = journal.filter(({ method, status }) => method === "DELETE" && status === 200);
  expect(revoked).toHaveLength(lost.length);
  expect(said.filter((line) => line.includes("so it was revoked"))).toHaveLength(lost.length);
}

function expectNothingTold({ outcomes, said }: Aftermath): void {
  const errors = outcomes.flatMap(({ error }) => (error ? [error.message, error.stack, String(error)] : []));
  expect([...said, ...errors].join("\n")).not.toMatch(aKey);
}

describe("R5: the connection breaks after a key was made", () => {
  it.each(keys)("eight %s at once are usable, and every lost one is revoked", async (_, declaration) => {
    await withSeeds(100, async (seed) => {
      const aftermath = await storm({ seed, kinds: [declaration], family: reset, share: 0.4 });
      await expectExactlyOne(aftermath);
      expectAllRevoked(aftermath);
      expectNothingTold(aftermath);
    });
  });

  it.each(keys)(
    "a %s whose every answer is lost ends in an error, and none is left",
    async (_, declaration) => {
      const aftermath = await storm({ seed: 1, kinds: [declaration], family: reset, share: 1, until: 100 });
      expect(aftermath.outcomes.map(({ error }) => error?.message)).toEqual(
        Array.from({ length: 8 }, () => expect.stringContaining("4 were made and revoked")),
      );
      expect(aftermath.after).toEqual(aftermath.before);
      expectAllRevoked(aftermath);
      expectNothingTold(aftermath);
    },
  );
});

const creationOf = ({ at }: Declaration) => ({ method: "POST", route: route(at.create) }) as const;

describe("R5: the secret of a lost object", () => {
  it("that cannot be renewed leaves the object in the state, with an error that says so", async () => {
    const place = workshop();
    place.emulator.fault({ match: creationOf(Webhook), action: { type: "reset-after" } });
    const path = `${Webhook.at.item}/rotate_secret`;
    place.emulator.fault({
      match: { method: "POST", route: route(path), times: 9 },
      action: { type: "status", status: 403 },
    });
    const partial = await partialOf(create(place.session(), Webhook, await sampleArgs(place, Webhook)));
    expect(partial.saved.id).toBe(place.emulator.state().tables.webhook_endpoints[0]?.id);
    expect(partial.saved.live).not.toHaveProperty("signingSecret");
    expect(partial.message).toContain("its secret went with the lost answer and could not be renewed");
  });

  it("of a key that cannot be revoked is named with what to do", async () => {
    const place = workshop();
    const args = await sampleArgs(place, Key);
    place.emulator.fault({ match: creationOf(Key), action: { type: "reset-after" } });
    place.emulator.fault({ match: { method: "DELETE", times: 99 }, action: { type: "status", status: 403 } });
    const error = await errorOf(create(place.session(), Key, args));
    const [row] = place.emulator.state().tables.project_keys.slice(-1);
    expect(error.message).toContain(`${String(args.projectId)}/${row?.id} was created`);
    expect(error.message).toContain("it could not be revoked: delete it by hand");
  });
});
