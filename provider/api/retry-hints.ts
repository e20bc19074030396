type Header = (name: string) => string | undefined;

/**
 * What the server asks for, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date, else what the message
 * says, else when the limit that is used up is whole again.
 */
export function requestedWait(header: Header, message: string | undefined, now: number): number | undefined {
  return (
    numberIn(header("retry-after-ms")) ??
    retryAfter(header, now) ??
    waitInWords(message) ??
    untilReset(header, now)
  );
}

function retryAfter(header: Header, now: number): number | undefined {
  const after = header("retry-after");
  if (after === undefined) return undefined;
  const seconds = numberIn(after);
  if (seconds !== undefined) return seconds * 1000;
  // A negative number is no date, whatever Date.parse makes of it.
  const date = /^-?\d/.test(after) ? Number.NaN : Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** "Please try again in 6m0s.", "slow down and try again after 6.937 seconds". */
function waitInWords(message: string | undefined): number | undefined {
  const [, span] =
    /\b(?:try again|retry)\s+(?:in|after)\s+([\d.]+\s*[a-z]+(?:\s*[\d.]+\s*[a-z]+)*)/i.exec(message ?? "") ??
    [];
  return span === undefined ? undefined : spanOf(span);
}

/** Of several limits, those that are used up; of these, the longest. */
function untilReset(header: Header, now: number): number | undefined {
  const waits = ["-requests", "-tokens", ""].flatMap((kind) => {
    if ((numberIn(header(`x-ratelimit-remaining${kind}`)) ?? 0) >= 1) return [];
    const wait = resetIn(header(`x-ratelimit-reset${kind}`), now);
    return wait === undefined ? [] : [wait];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Later than this it is a moment, in Unix seconds, and no length of time. */
const moments = 1e9;

function resetIn(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const seconds = numberIn(text);
  if (seconds === undefined) return spanOf(text);
  return seconds > moments ? Math.max(0, seconds * 1000 - now) : seconds * 1000;
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as the API writes it, in milliseconds: 1m30s, 120ms, 6.937 seconds. */
export function spanOf(text: string): number | undefined {
  let sum: number | undefined;
  for (const [, number, word = ""] of text.matchAll(/([\d.]+)\s*([a-z]+)/gi)) {
    const lower = word.toLowerCase();
    const unit = units[lower === "ms" || lower.startsWith("milli") ? "ms" : lower.charAt(0)];
    const count = Number(number);
    if (unit === undefined || Number.isNaN(count)) break;
    sum = (sum ?? 0) + count * unit;
  }
  return sum;
}

function numberIn(text: string | undefined): number | undefined {
  const number = Number(text ?? Number.NaN);
  return text?.trim() && number >= 0 && Number.isFinite(number) ? number : undefined;
}
