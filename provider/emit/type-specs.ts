import type { Shape } from "../kernel/shape";

/** A type in Pulumi's schema language. */
export interface TypeSpec {
  type?: string;
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
  oneOf?: TypeSpec[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
}

interface ObjectSpec {
  type: string;
  description?: string;
  properties?: Record<string, TypeSpec & { description?: string }>;
  required?: string[];
  enum?: { value: string | number }[];
}

/** Collects the named types that properties need; a name is the resource's and the property's together. */
export class Types {
  readonly specs: Record<string, ObjectSpec> = {};

  of(shape: Shape, name: string): TypeSpec {
    const members = shape.oneOf ?? shape.anyOf;
    if (members) return this.#union(members, name);
    if (shape.enum || (typeof shape.const === "string" && shape.type === "string"))
      return this.#enumeration(shape, name);
    if (shape.type === "array") return { type: "array", items: this.of(shape.items ?? {}, singular(name)) };
    if (shape.type === "object" && shape.properties) return this.#object(shape, name);
    if (shape.type === "object") {
      const values = typeof shape.additionalProperties === "object" ? shape.additionalProperties : {};
      return { type: "object", additionalProperties: this.of(values, `${name}Value`) };
    }
    return shape.type ? { type: shape.type } : { $ref: "pulumi.json#/Any" };
  }

  #object(shape: Shape, name: string): TypeSpec {
    const properties: NonNullable<ObjectSpec["properties"]> = {};
    for (const [field, inner] of Object.entries(shape.properties ?? {})) {
      properties[field] = { ...this.of(inner, name + capitalised(field)), description: inner.description };
    }
    this.specs[tokenOf(name)] = {
      type: "object",
      description: shape.description,
      properties,
      required: shape.required,
    };
    return reference(name);
  }

  #enumeration(shape: Shape, name: string): TypeSpec {
    const values = shape.enum ?? [String(shape.const)];
    this.specs[tokenOf(name)] = {
      type: "string",
      description: shape.description,
      enum: values.map((value) => ({ value })),
    };
    return reference(name);
  }

  /** The variants of a tagged union, the known values of a set that the API may extend, or plain types. */
  #union(members: Shape[], name: string): TypeSpec {
    if (!members.every((member) => member.properties)) {
      const plain = new Set(members.map(({ type }) => type));
      const known = members.filter(({ enum: values }) => values).map((member) => this.of(member, name));
      return { oneOf: [...[...plain].map((type) => ({ type })), ...known] };
    }
    const tag = tagOf(members);
    const mapping: Record<string, string> = {};
    const oneOf = members.map((member) => {
      const value = String(member.properties?.[tag]?.const);
      const spec = this.#object(
        {
          ...member,
          properties: {
            ...member.properties,
            [tag]: { type: "string", description: member.properties?.[tag]?.description },
          },
        },
        name + value.split("_").map(capitalised).join(""),
      );
      mapping[value] = spec.$ref ?? "";
      return spec;
    });
    return { oneOf, discriminator: { propertyName: tag, mapping } };
  }
}

function tagOf(members: Shape[]): string {
  const [first] = members;
  const tag = Object.entries(first?.properties ?? {}).find(([, field]) => field.const !== undefined);
  return tag?.[0] ?? "type";
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}

function tokenOf(name: string): string {
  return `openai:index:${name}`;
}

function reference(name: string): TypeSpec {
  return { $ref: `#/types/${tokenOf(name)}` };
}
