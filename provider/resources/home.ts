import { z } from "zod";
import { ours } from "../kernel/words";
import { project } from "./project";

/**
 * Of an object that lives in the project of its key: which project that is. The API has no field for it, and moves
 * nothing from one project to another: an object lives in the project of its key, and another project is another object.
 */
export const home = ours(
  z.string().optional(),
  "Id of the project that the key belongs to. Never sent: with it, an object whose project was archived is recognised as gone instead of failing for its dead key. Another project means another object, made there.",
  { of: project, moves: true },
);
