/** `maxRequestsPer1Minute` -> `max_requests_per_1_minute`: an underscore before a capital or a run of digits. */
export function toWire(name: string): string {
  return name.replace(/([A-Z]|\d+)/g, (part) => `_${part.toLowerCase()}`);
}

/** `max_requests_per_1_minute` -> `maxRequestsPer1Minute`. */
export function fromWire(name: string): string {
  return name.replace(/_([a-z]|\d+)/g, (_, part: string) => part.toUpperCase());
}

/** The known name nearest to a misspelt one, or undefined where nothing is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
