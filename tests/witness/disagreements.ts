import { contentOf, readPath } from "../../provider/kernel/codec";
import { type CredentialKind, type Declaration, namesIn } from "../../provider/kernel/declaration";
import { bodyDifferences } from "./bodies";
import { createFields, type Expected, expectations, isAlwaysThere, ownCalls, updateFields } from "./ours";
import { type Demand, replyDifferences } from "./replies";
import { anonymous, type Method, type Operation, type Testimony } from "./testimony";

/** Everything in which a declaration and a witness differ, one sentence each. */
export function disagreements(declaration: Declaration, testimony: Testimony): string[] {
  return new Comparison(declaration, testimony).sentences();
}

class Comparison {
  readonly #found: string[] = [];
  readonly #used = new Set<string>();
  /** What was said of one reply is not said again of another. */
  readonly #saidOfReplies = new Set<string>();

  constructor(
    readonly declaration: Declaration,
    readonly testimony: Testimony,
  ) {}

  sentences(): string[] {
    this.#read();
    this.#list();
    this.#create();
    this.#update();
    this.#ownCalls();
    this.#end();
    this.#unused();
    return this.#found;
  }

  #read(): void {
    if (this.declaration.read === "listed") return;
    const operation = this.#operation("read", "GET", this.declaration.at.item);
    if (!operation) return;
    this.#reply("read", operation.reply, this.#shown);
    this.#settling(operation.reply);
  }

  /** What is waited for can come. */
  #settling(reply: Operation["reply"]): void {
    const { settle, props } = this.declaration;
    const property = settle && props[settle.on];
    if (!property) return;
    const possible = reply?.fields?.[readPath(settle.on, property)]?.form.texts ?? [];
    const never = [...settle.until, ...(settle.failed ?? [])].filter(
      (value) => !possible.includes(String(value)),
    );
    this.#say(
      "read",
      never.map((value) => `"${settle.on}" is waited for to be ${String(value)}, which it never is there`),
    );
  }

  #list(): void {
    const { at, list, read, recognise, id } = this.declaration;
    if (at.list === undefined || list === undefined) return;
    const operation = this.#operation("list", "GET", at.list);
    if (!operation) return;
    const { listing } = operation;
    if (!listing) {
      this.#say("list", ["it answers without pages there"]);
      return;
    }
    const { pages, max, query } = listing;
    const needed = [...recognise, ...namesIn(id)];
    if (!pages.includes(list.page)) {
      this.#say("list", [
        `pages go by ${pages.join(" or ") || "something else"} there and by ${list.page} here`,
      ]);
    }
    if (this.testimony.statesLimits && max !== list.max) {
      this.#say("list", [
        `a page has at most ${max ?? "an unknown number of"} items there and ${list.max} here`,
      ]);
    }
    const asked = ["limit", "after", ...Object.keys(list.query ?? {})];
    this.#say(
      "list",
      asked.filter((name) => !query.includes(name)).map((name) => `"${name}" cannot be asked for there`),
    );
    this.#reply("list", listing.item, (expected) =>
      read === "listed" ? this.#shown(expected) : needed.includes(expected.name) && this.#shown(expected),
    );
  }

  #create(): void {
    const { at, kind, replies, id } = this.declaration;
    if (kind === "existing") return;
    const operation = this.#operation("create", "POST", at.create);
    if (!operation) return;
    this.#say("create", bodyDifferences(this.testimony, createFields(this.declaration), operation, "create"));
    const multipart = contentOf(this.declaration) !== undefined;
    if (operation.multipart === !multipart) {
      this.#say("create", [`the body is ${encoding(!multipart)} there and ${encoding(multipart)} here`]);
    }
    if (replies === "nothing") return;
    const ids = namesIn(id);
    this.#reply("create reply", operation.reply, (expected) => {
      const { name, property } = expected;
      if (property.word === "once") return true;
      return property.word === "computed" && (ids.includes(name) || isAlwaysThere(expected));
    });
  }

  #update(): void {
    const { body, alone } = updateFields(this.declaration);
    if (body.size === 0) return;
    const operation = this.#operation("update", "POST", this.declaration.at.item);
    if (!operation) return;
    this.#say("update", bodyDifferences(this.testimony, body, operation, "update", alone));
    this.#reply("update reply", operation.reply, () => false);
  }

  #ownCalls(): void {
    for (const { below, body } of ownCalls(this.declaration)) {
      const operation = this.#operation(below, "POST", this.declaration.at.item + below);
      if (!operation) continue;
      this.#say(below, bodyDifferences(this.testimony, body, operation, "own call"));
      this.#reply(`${below} reply`, operation.reply, ({ property }) => property.word === "once");
    }
  }

  #end(): void {
    const { end, at } = this.declaration;
    if (end === "erase") this.#operation("delete", "DELETE", at.item);
    else if (end !== "restore") this.#operation("end", "POST", at.item + end.post);
  }

  /** Operations on the same paths that nobody here calls. */
  #unused(): void {
    const { create, item, list = item } = this.declaration.at;
    for (const path of new Set([create, item, list])) {
      for (const method of ["GET", "POST", "DELETE"] as const) {
        const isUnused = !this.#used.has(`${method} ${anonymous(path)}`);
        if (isUnused && this.testimony.find(method, path))
          this.#say(`${method} ${path}`, ["exists there and is not used here"]);
      }
    }
  }

  /** The properties that an object shows whenever it is looked at. */
  readonly #shown: Demand = ({ name, property }: Expected) => {
    if (property.word === "once") return false;
    const inPath = namesIn(this.declaration.at.item).includes(name) || property.word === "parent";
    return !inPath || property.options.wire !== undefined;
  };

  /** The witness's account of an operation that we use, with what it says of its headers. */
  #operation(what: string, method: Method, path: string): Operation | undefined {
    this.#used.add(`${method} ${anonymous(path)}`);
    const operation = this.testimony.find(method, path);
    if (!operation) {
      this.#say(what, [`${method} ${path} is unknown there`]);
      return undefined;
    }
    const { credential, beta = null } = this.declaration;
    if (operation.credential && operation.credential !== credential) {
      this.#say(what, [
        `it takes the key of ${holder(operation.credential)} there and of ${holder(credential)} here`,
      ]);
    }
    if (operation.beta !== undefined && operation.beta !== beta) {
      this.#say(what, [`the beta header is ${operation.beta ?? "none"} there and ${beta ?? "none"} here`]);
    }
    return operation;
  }

  #reply(what: string, reply: Operation["reply"], demand: Demand): void {
    const found = replyDifferences(expectations(this.declaration), reply, demand);
    this.#say(
      what,
      found.filter((sentence) => !this.#saidOfReplies.has(sentence)),
    );
    for (const sentence of found) this.#saidOfReplies.add(sentence);
  }

  #say(what: string, sentences: string[]): void {
    const { token } = this.declaration;
    this.#found.push(...sentences.map((sentence) => `${token} ${what}: ${sentence}`));
  }
}

function encoding(multipart: boolean): string {
  return multipart ? "a form" : "JSON";
}

function holder(credential: CredentialKind): string {
  return credential === "admin" ? "an admin" : "a project";
}
