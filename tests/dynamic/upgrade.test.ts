import { endsWithDestroy, everyKind, kindOf } from "../kernel/facts";
import { sampleArgs } from "../support/fixtures";
import { formerly, renamed, stateUnderFormerNames, underFormerNames } from "../support/former-names";
import { thrownBy } from "../support/thrown";
import { type Bag, hidden, Shell, type State, stage } from "./shell";

const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

/** A resource that the version before has made, and the version after it, in which every property is renamed. */
async function inherited(token: string) {
  const declaration = kindOf(token);
  const { place, shell } = stage();
  const args: Bag = await sampleArgs(place, declaration);
  const made = await shell(token).create(args);
  place.emulator.advance(600);
  place.calls();
  const former: State = {
    id: made.id,
    inputs: underFormerNames(declaration, made.inputs),
    outputs: stateUnderFormerNames(declaration, made.outputs),
  };
  const run = (later = renamed(declaration)) => new Shell(token, () => session, later);
  const session = place.session();
  return { place, args, formerArgs: underFormerNames(declaration, args), made, former, run };
}

describe.each(everyKind)("a %s whose properties have all been renamed", (token, declaration) => {
  it("shows no difference to the program that has the present names, without a call", async () => {
    const { place, args, former, run } = await inherited(token);
    expect(await run().diff(former, args)).toEqual(nothing);
    expect(place.calls()).toEqual([]);
  });

  it("shows none to the program that still has the former ones", async () => {
    const { place, formerArgs, former, run } = await inherited(token);
    expect(await run().diff(former, formerArgs)).toEqual(nothing);
    expect(place.calls()).toEqual([]);
  });

  it("is seen by a refresh as it was, under the present names", async () => {
    const { made, former, run } = await inherited(token);
    const seen = await run().refresh(former);
    expect(seen?.inputs).toEqual(made.inputs);
    expect(hidden(seen as State)).toEqual(hidden(made));
    expect(Object.keys(seen?.outputs ?? {}).filter((name) => name.startsWith(formerly("")))).toEqual([]);
  });

  it("is written under the present names by an update in which nothing changed, without a call", async () => {
    const { place, formerArgs, made, former, run } = await inherited(token);
    const next = await run().update(former, formerArgs);
    expect(next).toEqual(made);
    expect(place.calls()).toEqual([]);
  });

  it("can be made by a program that still has the former names", async () => {
    const { place, shell } = stage();
    const args = underFormerNames(declaration, await sampleArgs(place, declaration));
    const later = new Shell(token, () => place.session(), renamed(declaration));
    const made = await later.create(args);
    expect(await shell(token).refresh(made)).toBeDefined();
  });

  it("is ended by its state of before", async () => {
    const { made, former, run } = await inherited(token);
    await run().delete(former);
    if (endsWithDestroy(declaration)) expect(await run(declaration).refresh(made)).toBeUndefined();
  });
});

it("an argument that is given under both names is refused", async () => {
  const { formerArgs, former, run } = await inherited("Project");
  const { failures } = await run().check({ ...formerArgs, name: "other" }, former.inputs);
  expect(failures).toEqual([
    {
      property: "",
      reason: '"former_name" is the former name of "name": give "name" and leave out "former_name"',
    },
  ]);
});

it.each(everyKind)(
  "a %s of a newer version in the same form is read without what that one has added",
  async (token) => {
    const { place, args, made, run } = await inherited(token);
    const memo = { ...(made.outputs.__openai as Bag), addedLater: { to: "the memo" } };
    const newer = { ...made, outputs: { ...made.outputs, addedLater: "to the outputs", __openai: memo } };
    expect(await run().diff(newer, args)).toEqual(nothing);
    const seen = await run().refresh(newer);
    expect(seen?.outputs).not.toHaveProperty("addedLater");
    expect(hidden(seen as State)).toEqual(hidden(made));
    expect(place.calls().filter((call) => !call.startsWith("GET "))).toEqual([]);
  },
);

describe("a state that a newer version has written", () => {
  const newer = (state: State): State => ({
    ...state,
    outputs: { ...state.outputs, __openai: { ...(state.outputs.__openai as Bag), v: 9, since: "3.0.0" } },
  });
  const says =
    "The state was written by pulumi-openai 3.0.0 or newer (form 9), and this version knows forms up to 1.";

  test.each<[string, (run: Shell, state: State, args: Bag) => Promise<unknown>]>([
    ["a preview", (run, state, args) => run.diff(state, args)],
    ["a refresh", (run, state) => run.refresh(state)],
    ["an update", (run, state, args) => run.update(state, args)],
    ["a destroy", (run, state) => run.delete(state)],
  ])("ends %s with what to do, before any call", async (_, command) => {
    const { place, args, made, run } = await inherited("Project");
    const error = await thrownBy(command(run(), newer(made), args));
    expect(error.message).toContain(says);
    expect(error.message).toContain('Run `npm install "pulumi-openai@>=3.0.0"`');
    expect(error.stack).toBe("");
    expect(place.calls()).toEqual([]);
  });
});
