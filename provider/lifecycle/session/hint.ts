import type { Properties } from "../../kernel/values";

/** What the last state says of another resource that has the same object, or may have it. */
export interface FormerHolder {
  /** Its logical name. */
  name: string;
  id: string;
  lease?: string;
  /** It is this very resource. */
  own: boolean;
  /** The program of this run declares it still. */
  wanted: boolean;
  /** Of a setting: the values from before it was taken over. */
  restoreTo?: Properties;
  /** Of a link: the arguments that the API never tells. */
  untold?: Properties;
  /** Of this very resource: what may be given in the stead of parts of its id. */
  instead?: Properties;
  /** Where it would be adopted: the state holds a secret of it that no answer will carry again. */
  secret?: boolean;
  /** It had the object before it was replaced; whether the engine has ended that since cannot be told. */
  left?: boolean;
  /** Where it would be adopted: logical names of what lives in it. */
  lives?: readonly string[];
}

/**
 * What the program's side knows and a dynamic provider is not told: the resource's name, and what the last state says
 * of its object. Absent where the program could not read its own state.
 */
export interface Hint {
  name: string;
  /** Another resource of the program that names the same object. */
  twin?: string;
  /** The twin's kind, where it is another one: a member's role is an assignment as well. */
  twinKind?: string;
  held: readonly FormerHolder[];
}
