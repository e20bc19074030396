import { z } from "zod";

/** Up to 16 pairs of the user's own, on every object of the data plane that carries them. */
export const metadata = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, "at most 16 pairs");
