import ts from "typescript";
import { anyOf, anything, type Field, type Form, nothing } from "./form";

/** The forms of TypeScript's types. */
export class SdkTypes {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(files: string[]) {
    this.#program = ts.createProgram(files, {
      strict: true,
      target: ts.ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts"],
      module: ts.ModuleKind.NodeNext,
      types: [],
      skipLibCheck: true,
      noEmit: true,
    });
    this.#checker = this.#program.getTypeChecker();
  }

  /** What the parameter of a method holds, without the given fields. */
  parameter(file: string, className: string, method: string, name: string, without: string[]): Form {
    for (const declaration of this.#overloads(file, className, method)) {
      const type = declaration.parameters.find((parameter) => parameter.name.getText() === name)?.type;
      if (!type) continue;
      const form = this.#form(this.#checker.getTypeFromTypeNode(type));
      const fields = Object.entries(form.fields ?? {}).filter(([field]) => !without.includes(field));
      return { ...form, fields: Object.fromEntries(fields) };
    }
    throw new Error(`${className}.${method} has no parameter ${name}`);
  }

  /** What a method answers with: the type inside its promise, or of a page's items. */
  reply(file: string, className: string, method: string): Form {
    const promise = this.#overloads(file, className, method)[0]?.type;
    const inside = promise && ts.isTypeReferenceNode(promise) && promise.typeArguments?.at(-1);
    return inside ? this.#form(this.#checker.getTypeFromTypeNode(inside)) : anything;
  }

  #overloads(file: string, className: string, method: string): ts.MethodDeclaration[] {
    const source = this.#program.getSourceFile(file);
    const declaration = source?.statements
      .filter(ts.isClassDeclaration)
      .find((statement) => statement.name?.text === className);
    const members = declaration?.members.filter(ts.isMethodDeclaration) ?? [];
    return members.filter((member) => member.name.getText() === method);
  }

  /** `inside` are the types that hold this one: a type inside itself is not followed again. */
  #form(type: ts.Type, inside: readonly ts.Type[] = []): Form {
    if (inside.includes(type)) return anything;
    if (type.aliasSymbol?.name === "Uploadable") return { kinds: ["file"] };
    if (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return nothing;
    if (type.isUnion()) return anyOf(type.types.map((member) => this.#form(member, inside)));
    if (type.isStringLiteral()) return { kinds: ["text"], texts: [type.value] };
    if (type.flags & ts.TypeFlags.StringLike) return { kinds: ["text"] };
    if (type.flags & ts.TypeFlags.NumberLike) return { kinds: ["number"] };
    if (type.flags & ts.TypeFlags.BooleanLike) return { kinds: ["boolean"] };
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
      return this.#formOfObject(type, [...inside, type]);
    return anything;
  }

  #formOfObject(type: ts.Type, inside: readonly ts.Type[]): Form {
    // `string & {}` leaves a union of texts open.
    if (type.isIntersection()) {
      const primitive = type.types.find((member) => !(member.flags & ts.TypeFlags.Object));
      if (primitive && !primitive.isUnion()) return this.#form(primitive, inside);
    }
    if (this.#checker.isArrayType(type)) {
      const [item] = this.#checker.getTypeArguments(type as ts.TypeReference);
      return { kinds: ["list"], items: item ? this.#form(item, inside) : anything };
    }
    const properties = this.#checker.getPropertiesOfType(type);
    const values = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (properties.length === 0)
      return { kinds: ["object"], map: values ? this.#form(values, inside) : anything };
    const fields = properties.flatMap((property): [string, Field][] => {
      const own = this.#checker.getTypeOfSymbol(property);
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const form = this.#form(own, inside);
      // `method?: never` forbids a field.
      if (form === nothing || own.flags & ts.TypeFlags.Never) return [];
      return [
        [property.name, { required: !optional, form: optional ? this.#withoutUndefined(own, inside) : form }],
      ];
    });
    return { kinds: ["object"], fields: Object.fromEntries(fields) };
  }

  /** Optional is not nullable. */
  #withoutUndefined(type: ts.Type, inside: readonly ts.Type[]): Form {
    if (!type.isUnion()) return this.#form(type, inside);
    const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
    return anyOf(members.map((member) => this.#form(member, inside)));
  }
}
