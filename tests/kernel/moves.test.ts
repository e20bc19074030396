import { diff } from "../../provider/kernel/diff";
import { unknownValue } from "../../provider/kernel/values";
import { everyKind, kindsThat, livesInProjectOfKey } from "./facts";

const residents = kindsThat(livesInProjectOfKey);

test("exactly the kinds that live in the project of their key can move", () => {
  const movable = everyKind.filter(([, { props }]) =>
    Object.values(props).some(({ options }) => options.moves),
  );
  expect(movable.map(([token]) => token)).toEqual(residents.map(([token]) => token));
});

describe.each(residents)("a %s", (_, declaration) => {
  const replaced = (olds: object, news: object) => {
    const live = { ...olds };
    const { replaces, changes } = diff(declaration, { ...olds }, { ...news }, live);
    return { replaces, changed: [...changes.keys()] };
  };
  const first = { projectId: "proj_1" };

  it("is another object in another project, known or not known yet", () => {
    const moved = { replaces: ["projectId"], changed: ["projectId"] };
    expect(replaced(first, { projectId: "proj_2" })).toEqual(moved);
    expect(replaced(first, { projectId: unknownValue })).toEqual(moved);
  });

  it("stays where it is when the program begins or ceases to say where that is", () => {
    const learned = { replaces: [], changed: ["projectId"] };
    expect(replaced({}, first)).toEqual(learned);
    expect(replaced({}, { projectId: unknownValue })).toEqual(learned);
    expect(replaced(first, {})).toEqual(learned);
  });

  it("stays unchanged where it is", () => {
    expect(replaced(first, { ...first })).toEqual({ replaces: [], changed: [] });
  });
});
