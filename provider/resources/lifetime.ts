import { z } from "zod";
import type { When } from "../kernel/declaration";
import { computed } from "../kernel/words";

/** Of a key with a lifetime. The API goes on listing a key that has expired as if nothing were the matter. */
export const expired = computed(
  z.literal(true).optional(),
  "Whether the key's lifetime has passed, as the last refresh saw it; absent before.",
  { passed: "expiresAt", echoed: false },
);

/** An expired key cannot be changed, and never works again: the next update makes another. */
export const uselessOnceExpired: Pick<When, "spent"> = {
  spent: (live) => (live.expired === true ? "expired" : undefined),
};
