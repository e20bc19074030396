/** The engine's marks: an object that has this key stands for something that JSON cannot say; the value tells what. */
export const markName = "4dabf18193072939515e22adb298388d";
export const secretMark = "1b47061264138c4ac30d75fd1eb44270";
export const outputMark = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const referenceMark = "5cf8f73096256a8f31e491e813e4eb8e";
export const assetMark = "c44067f5952c0a294b673a41bacd8c17";
export const archiveMark = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The texts that stand for a value that is not known yet: one for each type that it may come to be of. */
const unknowns: ReadonlySet<string> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

/** The one that is sent: every reader takes it, whatever the value's type will be. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknownText = (text: string): boolean => unknowns.has(text);
