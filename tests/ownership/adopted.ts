import type { Declaration } from "../../provider/kernel/declaration";
import { kindsThat } from "../kernel/facts";
import { argsOf } from "../lifecycle/house";
import { create } from "../support/entries";
import type { Bag, Declared, Program } from "../support/small-engine";
import { type Scene, scenes } from "./harness";

const foremost = ["Project", "Group", "VectorStore"];

/** What is made and has an id of its own. */
export const itemKinds = kindsThat(({ kind }) => kind === "item");

export const adoptSeeds = (token: string, ways = 1): number =>
  process.env.SOAK ? 100 : foremost.includes(token) ? Math.ceil(100 / ways) : 2;

/** Scenes in which somebody has made an object by hand, as the program would. */
export function withObject(
  declaration: Declaration,
  ways: number,
  play: (scene: Scene, args: Bag, id: string) => Promise<void>,
): Promise<void> {
  return scenes(
    adoptSeeds(declaration.token, ways),
    async (place) => {
      // What counts from the moment it is said, and what is said for its own sake, is never so already.
      const said = Object.entries(await argsOf(place, declaration));
      const lasting = said.filter(([name]) => {
        const { word, options } = declaration.props[name] ?? {};
        return word !== "ours" && !options?.fromNow;
      });
      const args = Object.fromEntries(lasting);
      const { id } = await create(place.session(), declaration, args);
      return { args, id };
    },
    (scene, { args, id }) => play(scene, args, id),
  );
}

export const adopter = (token: string, name: string, args: Bag, adopt?: Declared["adopt"]): Program => [
  { name, token, args, adopt },
];
