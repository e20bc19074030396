import { existsSync } from "node:fs";
import { installPackage, tarball } from "../../tools/program/install";

/** Where the programs of the engine tests live, with one installation of the packed package above them. */
export const engineRoom = ".build/engine";

/** jest's global set-up: the installation is made once, before workers could make it side by side. */
export default function prepare(): void {
  if (existsSync(tarball)) installPackage(engineRoom);
}
