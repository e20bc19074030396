import { version } from "../../package.json";
import { catalog } from "../../provider/resources/catalog";
import { recordedUrl } from "../../tools/states/scrub";
import { type State, stage } from "../dynamic/shell";
import { kindOf } from "../kernel/facts";
import { recordedStates, resourcesOf } from "../states/recorded";

/** Without what changes by itself, such as when a key was used last: to look is to use it. */
function steady(token: string, { outputs, ...rest }: State): State {
  const { props } = kindOf(token);
  const isSteady = ([name]: [string, unknown]) => !props[name]?.options.volatile;
  return { ...rest, outputs: Object.fromEntries(Object.entries(outputs).filter(isSteady)) };
}

const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

/** The real command line reads them in `tests/engine/states.test.ts`. */
describe.each(recordedStates.map((recorded) => [recorded.version, recorded] as const))(
  "R29: a stack that version %s has left behind",
  (_, recorded) => {
    const resources = resourcesOf(recorded);

    /** A run of today's provider, on the organization as it was left. */
    function inherited() {
      const { place, shell } = stage();
      recorded.restore(place.emulator, place.clock.now());
      // At the address of the recording, which keys are told apart by.
      const run = place.session({ baseUrl: recordedUrl });
      return { place, shell: (token: string) => shell(token, run) };
    }

    it("shows no difference to the program that made it, without a call", async () => {
      const { place, shell } = inherited();
      for (const { token, name, ...state } of resources) {
        const diff = await shell(token).diff(state, state.inputs);
        expect({ token, name, ...diff }).toEqual({ token, name, ...nothing });
      }
      expect(place.calls()).toEqual([]);
    });

    it("is refreshed without a drift and without a write, and shows no difference afterwards", async () => {
      const { place, shell } = inherited();
      for (const { token, name, ...state } of resources) {
        const seen = await shell(token).refresh(state);
        if (!seen) throw new Error(`${token} ${name} is gone`);
        expect({ token, name, ...steady(token, seen) }).toEqual({ token, name, ...steady(token, state) });
        expect(await shell(token).diff(seen, state.inputs)).toEqual(nothing);
      }
      expect(place.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
    });

    it("is written again as it was by an update in which nothing changed, without a call", async () => {
      const { place, shell } = inherited();
      for (const { token, name, ...state } of resources) {
        const next = await shell(token).update(state, state.inputs);
        const { from: _, ...memo } = state.outputs.__openai as Record<string, unknown>;
        const outputs = { ...state.outputs, __openai: memo };
        expect({ token, name, ...next }).toEqual({ token, name, ...state, outputs });
      }
      expect(place.calls()).toEqual([]);
    });

    it("holds no key and no folder of the machine that recorded it", () => {
      const secrets = resources.flatMap(({ inputs, outputs }) =>
        [inputs.apiKey, outputs.value, outputs.signingSecret].filter((secret) => secret !== undefined),
      );
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(secret).toMatch(/recorded-not-a-secret-\d+$/);
      expect(recorded.stack).not.toMatch(
        /"\/(home|root|tmp|Users|var)\/|ciphertext|:\/\/127\.0\.0\.1:(?!1\/)/,
      );
    });
  },
);

test("R29: this version has recorded one stack, with every kind", () => {
  const own = recordedStates.find((recorded) => recorded.version === version);
  const kinds = new Set(own && resourcesOf(own).map(({ token }) => token));
  expect([...kinds].sort()).toEqual(catalog.map(({ token }) => token).sort());
});
