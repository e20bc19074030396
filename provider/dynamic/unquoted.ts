import { textsIn } from "../api/texts";
import { type Declaration, isArgument, namesIn, type Property } from "../kernel/declaration";
import type { Properties } from "../kernel/values";
import { plainValues } from "../lifecycle/session/plain-values";

/**
 * A message without the texts that the program gave: a dynamic provider is not told which of them are secret. Ids stay,
 * for the message needs them, and so do the words of the API's own documentation. What the server has said is without
 * them already; our own sentences put values between quotation marks.
 */
export function unquoted(declaration: Declaration, args: Properties, message: string): string {
  const plain = plainValues(declaration);
  const texts = Object.entries(declaration.props)
    .filter(([name, property]) => isArgument(property) && !isId(declaration, name, property))
    .filter(([, { word }]) => word !== "content")
    .flatMap(([name]) => textsIn(args[name]))
    .filter((text) => text !== "" && !plain.has(text));
  return texts.reduce((said, text) => said.replaceAll(`"${text}"`, '"***"'), message);
}

function isId({ id, either }: Declaration, name: string, { word, options }: Property): boolean {
  return word === "parent" || options.of !== undefined || [...namesIn(id), ...either.flat()].includes(name);
}
