import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Method } from "./testimony";

/** A method of the official client, as its source says what it sends. */
export interface SdkMethod {
  method: Method;
  /** Path with `{}` for each id. */
  path: string;
  file: string;
  className: string;
  name: string;
  /** Name of the parameter that is sent as body or as query, without the fields that go into the path. */
  body?: string;
  query?: string;
  inPath: string[];
  multipart: boolean;
  admin: boolean;
  beta: string | null;
  pageClass?: string;
}

/** Every method of the resource classes, by verb and path. */
export function sdkMethods(packageRoot: string): Map<string, SdkMethod> {
  const root = join(packageRoot, "resources");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  const methods = new Map<string, SdkMethod>();
  for (const file of files) {
    for (const found of methodsOf(join(root, file))) methods.set(`${found.method} ${found.path}`, found);
  }
  return methods;
}

function methodsOf(file: string): SdkMethod[] {
  const text = readFileSync(file, "utf8");
  if (!text.includes("this._client.")) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  return source.statements.filter(ts.isClassDeclaration).flatMap((declaration) =>
    declaration.members.filter(ts.isMethodDeclaration).flatMap((method) => {
      const call = first(method, isClientCall);
      const path = call && pathOf(call.arguments[0]);
      if (!call || path === undefined) return [];
      return [{ ...sent(method, call), path, file, className: declaration.name?.text ?? "" }];
    }),
  );
}

/** `this._client.post(…)` and its like. */
function isClientCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /^this\._client\.\w+$/.test(node.expression.getText());
}

function pathOf(node: ts.Node | undefined): string | undefined {
  if (!node) return undefined;
  if (ts.isStringLiteral(node)) return node.text;
  if (!ts.isTaggedTemplateExpression(node)) return undefined;
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map((span) => `{}${span.literal.text}`).join("");
}

const verbs: Record<string, Method> = { getAPIList: "GET", get: "GET", post: "POST", delete: "DELETE" };

function sent(
  method: ts.MethodDeclaration,
  call: ts.CallExpression,
): Omit<SdkMethod, "path" | "file" | "className"> {
  const verb = (call.expression as ts.PropertyAccessExpression).name.text;
  const options = call.arguments.at(-1) as ts.Node;
  const parameters = method.parameters.map((parameter) => parameter.name.getText());
  const carrier = (key: string) =>
    has(options, key) ? parameters.find((name) => name === key || name === "params") : undefined;
  const posted = texts(options, "method").includes("post");
  return {
    name: method.name.getText(),
    method: posted ? "POST" : (verbs[verb] ?? "GET"),
    body: carrier("body"),
    query: carrier("query"),
    inPath: destructured(method),
    multipart: /multipartFormRequestOptions/i.test(options.getText()),
    admin: has(options, "adminAPIKeyAuth"),
    beta: texts(options, "OpenAI-Beta")[0] ?? null,
    pageClass: verb === "getAPIList" ? /(\w+)\)?$/.exec(call.arguments[1]?.getText() ?? "")?.[1] : undefined,
  };
}

/** The fields that a method takes out of its parameters, such as the ids for its path. */
function destructured(method: ts.MethodDeclaration): string[] {
  const pattern = first(method, ts.isObjectBindingPattern);
  return (pattern?.elements ?? [])
    .filter((element) => !element.dotDotDotToken)
    .map((element) => (element.propertyName ?? element.name).getText());
}

function first<T extends ts.Node>(node: ts.Node, is: (node: ts.Node) => node is T): T | undefined {
  if (is(node)) return node;
  return ts.forEachChild(node, (child) => first(child, is));
}

function keyed(node: ts.Node, key: string): ts.ObjectLiteralElementLike[] {
  const here =
    ts.isObjectLiteralElementLike(node) && node.name?.getText().replace(/'/g, "") === key ? [node] : [];
  const below: ts.ObjectLiteralElementLike[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...keyed(child, key));
  });
  return [...here, ...below];
}

function has(node: ts.Node, key: string): boolean {
  return keyed(node, key).length > 0;
}

function texts(node: ts.Node, key: string): string[] {
  return keyed(node, key).flatMap((element) =>
    ts.isPropertyAssignment(element) && ts.isStringLiteral(element.initializer)
      ? element.initializer.text
      : [],
  );
}
