import { z } from "zod";
import { ours } from "../kernel/words";
import { project } from "./project";

/** Of an object that lives in the project of its key: which project that is. The API has no field for it. */
export const home = ours(
  z.string().optional(),
  "Id of the project that the key belongs to. Never sent: with it, an object whose project was archived is recognised as gone instead of failing for its dead key.",
  { of: project },
);
