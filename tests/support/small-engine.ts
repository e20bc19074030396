export { type Declared, outputOf, type Program } from "./engine/program";
export { type Outcome, type RunOptions, SmallEngine } from "./engine/small-engine";
export type { Entry } from "./engine/state";
export type { Bag } from "./engine/wire";
