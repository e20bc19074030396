import { Session } from "../../provider/lifecycle/session/session";
import { type Bag, Shell } from "../dynamic/shell";
import { namesOf } from "../kernel/facts";
import { argsOf, everyObject, route } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { madeKinds } from "./reckoning";

/** A run whose process is killed at the moment in which its first create has been carried out. */
function mortal(place: Workshop): { session: Session; killed: Promise<void> } {
  const { raw, surroundings } = place.session();
  const { wire, clock } = surroundings;
  const never = new Promise<never>(() => {});
  let dead = false;
  let kill = () => {};
  const killed = new Promise<void>((resolve) => {
    kill = resolve;
  });
  const session = new Session(raw, {
    ...surroundings,
    // The dead wait for nothing.
    clock: { now: () => clock.now(), after: (ms, action) => clock.after(ms, () => dead || action()) },
    wire: async (request, signal) => {
      if (dead) return never;
      const response = await wire(request, signal);
      if (request.method !== "POST") return response;
      dead = true;
      kill();
      return never;
    },
  });
  return { session, killed };
}

/** What a killed run has left behind: the arguments of the program, and the object that no state holds. */
async function leftBehind(place: Workshop, token: string, declaration: (typeof madeKinds)[number][1]) {
  const args: Bag = await argsOf(place, declaration);
  const before = await everyObject(place, declaration, args as never);
  const { session, killed } = mortal(place);
  void new Shell(token, () => session).create(args);
  await killed;
  const after = await everyObject(place, declaration, args as never);
  const [id] = after.filter((one) => !before.includes(one));
  if (id === undefined) throw new Error("nothing was made");
  place.emulator.advance(600);
  place.calls();
  return { args, id, before };
}

describe.each(madeKinds)(
  "R21: the provider is killed after a %s was made and before the answer",
  (token, declaration) => {
    it.each(["true", "its id"])(
      "the next run takes it with `adopt: %s`, and no second one is made",
      async (how) => {
        const place = workshop();
        const { args, id, before } = await leftBehind(place, token, declaration);
        const program = { ...args, adopt: how === "true" ? true : id };
        const state = await new Shell(token, () => place.session()).create(program);
        expect(state.id).toBe(id);
        expect(place.calls()).not.toContain(`POST ${route(declaration.at.create)}`);
        const after = await everyObject(place, declaration, args as never);
        expect(after.filter((one) => !before.includes(one))).toEqual([id]);

        const later = new Shell(token, () => place.session());
        const seen = await later.refresh(state);
        if (!seen) throw new Error("called gone");
        expect(seen.inputs).toEqual(state.inputs);
        for (const news of [program, args]) {
          expect(await later.diff(seen, news)).toEqual({
            changes: false,
            replaces: [],
            deleteBeforeReplace: false,
          });
        }
        // A key's value is nowhere any more; a webhook's secret came with the rotation that the program asks for.
        for (const name of namesOf(declaration, "once")) {
          expect(name in state.outputs).toBe(args.rotationTrigger !== undefined);
        }
      },
    );

    it("without `adopt` the next run knows nothing of it and makes another", async () => {
      if (declaration.kind === "edge") return;
      const place = workshop();
      const { args, id } = await leftBehind(place, token, declaration);
      const state = await new Shell(token, () => place.session()).create(args);
      expect(state.id).not.toBe(id);
    });
  },
);
