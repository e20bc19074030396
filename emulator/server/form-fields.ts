const bracketed = /^([^[]+)\[([^\]]*)\]$/;

/** The object that a query or a form means: `a` is a scalar, `a[]` or a repeated `a` an array, `a[b]` a member. */
export function objectFrom(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const values = new Map<string, unknown[]>();
  const lists = new Set<string>();
  const objects = new Map<string, [string, unknown][]>();
  for (const [key, value] of entries) {
    const [, name = key, member] = bracketed.exec(key) ?? [];
    if (member) {
      objects.set(name, [...(objects.get(name) ?? []), [member, value]]);
      continue;
    }
    if (member === "") lists.add(name);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([
    ...[...values].map(([name, all]) => [name, lists.has(name) || all.length > 1 ? all : all[0]]),
    ...[...objects].map(([name, members]) => [name, objectFrom(members)]),
  ]);
}
