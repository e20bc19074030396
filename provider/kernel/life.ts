import type { Properties, Value } from "./values";

/** Which of the two keys a call needs: the organization's admin key or a project's key. */
export type CredentialKind = "admin" | "project";

/** Where a thing is looked at. */
export interface ThingPaths {
  /** Where one object is read, changed and deleted. */
  item: string;
  /** The collection that lists them, where there is one. */
  list?: string;
}

export interface Paths extends ThingPaths {
  /** Where new objects are posted. */
  create: string;
}

export interface ListRules {
  /** How the next page is asked for: after the reply's `last_id`, its last item's id, or its `next`. */
  page: "lastId" | "lastItem" | "next";
  /** The largest page the API gives. */
  max: number;
  /** Sent with every page, so that nothing is hidden. */
  query?: Record<string, string>;
  /** There is always something in it: an empty listing is a broken one. */
  never?: "empty";
}

/** What destroying does. */
export type End =
  /** DELETE on the item. */
  | "erase"
  /** The fields that the program managed get back the values they had before. */
  | "restore"
  /** A POST below the item's path; `done` is what it does, as a reader should know it before and after. */
  | { post: string; done: string };

/** Remote values that give an object a meaning beyond its fields. */
export interface When {
  /** As if absent. */
  gone?(live: Properties): boolean;
  /** There, but useless: the property that says so. The next update replaces the object. */
  spent?(live: Properties): string | undefined;
  /** Not ours to manage: import and change are refused, with this reason. */
  foreign?(live: Properties): string | undefined;
  /** Over, so that destroying has nothing left to end: a run that has come to its end, an invitation that was accepted. */
  ended?(live: Properties): boolean;
  /** Why one that is over is left as it is: said at its deletion, as the end of a sentence. */
  stays?: string;
}

/** An object that is not finished when its creation is answered. */
export interface Settling {
  /** The property that tells. */
  on: string;
  /** Its values once the object has come to rest. */
  until: readonly Value[];
  /** Its values once the object can never come to rest. */
  failed?: readonly Value[];
  /** Dotted path of the property that says why. */
  because?: string;
  /** The argument that is `false` where the program does not want to wait. */
  unless?: string;
}

/** The day from which the API does not serve a kind any more, and what to do instead. */
export interface Sunset {
  /** ISO date. */
  on: string;
  says: string;
  /** A path that the API goes on serving: it tells a shutdown from a wrong address. */
  serves: string;
}
