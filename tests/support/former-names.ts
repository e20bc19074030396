import type { Declaration } from "../../provider/kernel/declaration";

/** The name that a property of `renamed` had before. */
export const formerly = (name: string): string => `former_${name}`;

/** The kind as a later version might have it, in which every property has got another name. */
export function renamed(declaration: Declaration): Declaration {
  const props = Object.entries(declaration.props).map(([name, property]) => {
    const options = { ...property.options, was: [formerly(name)] };
    return [name, { ...property, options }] as const;
  });
  return { ...declaration, props: Object.fromEntries(props) };
}

type Bag = Record<string, unknown>;

/** Of a bag or list of property names: as the version before would have written it. */
export function underFormerNames({ props }: Declaration, bag: Bag): Bag {
  const written: Bag = {};
  for (const [name, value] of Object.entries(bag)) written[name in props ? formerly(name) : name] = value;
  return written;
}

/** A state of the version before. */
export function stateUnderFormerNames(declaration: Declaration, outputs: Bag): Bag {
  const written = underFormerNames(declaration, outputs);
  const inBag = (value: unknown) =>
    value === undefined ? value : underFormerNames(declaration, value as Bag);
  const inList = (value: unknown) => (value as string[] | undefined)?.map(formerly);
  const { set, noted, from, ...memo } = outputs.__openai as Bag & { from?: Bag };
  const { instead, restoreTo, ...rest } = from ?? {};
  const present = (bag: Bag) =>
    Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));
  return present({
    ...written,
    restoreTo: inBag(outputs.restoreTo),
    __openai: present({
      ...memo,
      set: inList(set),
      noted: inList(noted),
      from: from && present({ ...rest, instead: inBag(instead), restoreTo: inBag(restoreTo) }),
    }),
  });
}
