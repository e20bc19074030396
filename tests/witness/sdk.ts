import { dirname } from "node:path";
import type { Declaration, ListRules } from "../../provider/kernel/declaration";
import { type SdkMethod, sdkMethods } from "./sdk-sources";
import { SdkTypes } from "./sdk-types";
import { anonymous, type Method, type Operation, type Testimony } from "./testimony";

const pages: Record<string, ListRules["page"]> = {
  ConversationCursorPage: "lastId",
  CursorPage: "lastItem",
  NextCursorPage: "next",
};

/** What the official npm package says: its sources of paths, headers and paging, its types of everything else. */
export function sdkTestimony(declarations: readonly Declaration[]): Testimony {
  const methods = sdkMethods(dirname(require.resolve("openai")));
  const roots = declarations.flatMap(({ at }) => Object.values(at)).map(anonymous);
  const files = [...methods.values()]
    .filter(({ path }) => roots.some((root) => path === root || path.startsWith(`${root}/`)))
    .map(({ file }) => typesOf(file));
  const types = new SdkTypes([...new Set(files)]);
  return {
    witness: "openai-node",
    statesLimits: false,
    find(method: Method, path: string) {
      const found = methods.get(`${method} ${anonymous(path)}`);
      return found && read(types, found);
    },
  };
}

function typesOf(source: string): string {
  return source.replace(/\.js$/, ".d.ts");
}

function read(types: SdkTypes, method: SdkMethod): Operation {
  const { className, name, inPath, body, query, pageClass } = method;
  const file = typesOf(method.file);
  const reply = types.reply(file, className, name);
  const asked = query && types.parameter(file, className, name, query, inPath);
  const page = pageClass && pages[pageClass];
  return {
    body: body ? types.parameter(file, className, name, body, inPath) : undefined,
    multipart: body ? method.multipart : undefined,
    reply: pageClass ? undefined : reply,
    credential: method.admin ? "admin" : "project",
    beta: method.beta,
    listing: pageClass
      ? { item: reply, pages: page ? [page] : [], query: asked ? Object.keys(asked.fields ?? {}) : [] }
      : undefined,
  };
}
