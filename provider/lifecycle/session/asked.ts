import type { Asker } from "../../api/asker";
import type { Credential } from "../../api/settings";
import type { Thing } from "../../kernel/declaration";

/** Of which kind a collection is, and who asks for it with which key. */
export interface Asked extends Asker {
  readonly declaration: Thing;
  readonly credential: Credential;
}
