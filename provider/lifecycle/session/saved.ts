import { type ErrorDetails, isOpenAIError, OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import { keyAt } from "./calls";
import type { FormerHolder } from "./hint";
import { tellsItsAge } from "./match";
import type { Operation } from "./operation";

/** What the state keeps of an object besides its properties. */
export interface Memo {
  /** Fingerprint of the key that last saw the object alive, and `@` with its organization where the server names it. */
  seenWith?: string;
  /** When it was made, in Unix seconds, where the API does not say so. */
  madeAt?: number;
  /** Of a setting: the values from before the stack took it over. Only what the program manages. */
  restoreTo?: Properties;
  /** Drawn when this resource was given the object: two resources that have the same one differ in it. */
  lease?: string;
  /** Arguments that were only written down, because the object had them already: removing them sends nothing. */
  noted?: string[];
  /**
   * Of a link or setting that was replaced: what it had before. Until the engine has ended that, which a run that is cut
   * off does not, another resource that is given it must be able to know whose it was.
   */
  from?: Pick<FormerHolder, "id" | "instead" | "lease" | "restoreTo">;
  /** A run was not finished with it: what the engine takes for its arguments are those that were asked for. */
  halfDone?: boolean;
  /** How often in a row the object could not be looked at, because the key from the state does not work any more. */
  unseen?: number;
}

/** Of an object that this run has made. */
export function memoOfNew(
  { session, declaration, credential }: Operation,
  { organization, serverTime }: ErrorDetails,
): Memo {
  const memo: Memo = { seenWith: keyAt(credential, organization), lease: session.drawLease(serverTime) };
  if (!tellsItsAge(declaration) && serverTime !== undefined) memo.madeAt = serverTime;
  return memo;
}

/** An object as the lifecycle hands it to the shells. */
export interface Saved {
  id: string;
  /** Arguments and outputs, as they are at the API. */
  live: Properties;
  memo: Memo;
}

/** The object exists and its id is known, but not everything that was asked of it was done. */
export class PartialSuccess extends OpenAIError {
  constructor(
    readonly saved: Saved,
    reason: OpenAIError,
    /** The arguments that hold, where they are not those that were asked for. */
    readonly holds?: Properties,
  ) {
    super(reason.code, reason.message, reason.details);
  }
}

/** Recognised as every error of ours is: by its brand, and by what it carries. */
export function isPartialSuccess(error: unknown): error is PartialSuccess {
  return isOpenAIError(error) && "saved" in error;
}
