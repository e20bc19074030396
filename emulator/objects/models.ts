import type { Limits } from "./rate-limits";

export interface ModelFacts {
  id: string;
  created: number;
  owned_by: string;
  shutdown_date: string | null;
  /** The limits that every new project starts with; which fields a row has depends on the model. */
  limits: Limits;
}

type Named = readonly [id: string, created: number, shutdown?: string];

const family = (names: readonly Named[], limits: Limits): ModelFacts[] =>
  names.map(([id, created, shutdown]) => ({
    id,
    created,
    owned_by: "system",
    shutdown_date: shutdown ?? null,
    limits,
  }));

const text = (requests: number, tokens: number, batch: number): Limits => ({
  max_requests_per_1_minute: requests,
  max_tokens_per_1_minute: tokens,
  batch_1_day_max_input_tokens: batch,
});
const image = (requests: number, tokens: number, images: number): Limits => ({
  max_requests_per_1_minute: requests,
  max_tokens_per_1_minute: tokens,
  max_images_per_1_minute: images,
});
const audio = (requests: number, tokens: number, megabytes: number): Limits => ({
  max_requests_per_1_minute: requests,
  max_tokens_per_1_minute: tokens,
  max_audio_megabytes_per_1_minute: megabytes,
});
const plain = (requests: number, tokens: number): Limits => ({
  max_requests_per_1_minute: requests,
  max_tokens_per_1_minute: tokens,
});

/** One model of each kind: at least one row has each field that a row can have. */
const exemplary: readonly ModelFacts[] = [
  ...family([["gpt-5.1", 1763000000]], text(10_000, 4_000_000, 200_000_000)),
  ...family([["gpt-5-mini", 1754400000]], {
    ...text(10_000, 10_000_000, 1_000_000_000),
    max_requests_per_1_day: 100_000,
  }),
  ...family([["gpt-4o", 1715367049, "2027-01-14"]], text(10_000, 2_000_000, 100_000_000)),
  ...family([["gpt-image-1", 1745000000]], image(500, 800_000, 50)),
  ...family([["whisper-1", 1677532384]], audio(500, 150_000, 100)).map((model) => ({
    ...model,
    owned_by: "openai-internal",
  })),
  ...family([["text-embedding-3-small", 1705948997]], plain(3_000, 1_000_000)),
];

/** The present ones, and the older ones that people have in their programs. */
export const models: readonly ModelFacts[] = [
  ...exemplary,
  ...family(
    [
      ["gpt-5.6", 1790000000],
      ["gpt-5.5", 1776900000],
      ["gpt-5.4", 1773000000],
      ["gpt-5.2", 1765400000],
      ["gpt-5.1-codex", 1763000100],
      ["gpt-5", 1754400200],
      ["gpt-5-2025-08-07", 1754400100],
      ["gpt-5-pro", 1759700000],
    ],
    text(10_000, 4_000_000, 200_000_000),
  ),
  ...family(
    [
      ["gpt-5.4-mini", 1773700000],
      ["gpt-5.4-nano", 1773700100],
      ["gpt-5-mini-2025-08-07", 1754400300],
      ["gpt-5-nano", 1754400400],
      ["gpt-4.1-mini", 1744300000],
      ["gpt-4.1-mini-2025-04-14", 1744300100],
      ["gpt-4.1-nano", 1744300200],
      ["gpt-4.1-nano-2025-04-14", 1744300300],
      ["gpt-4o-mini", 1721172741],
      ["gpt-4o-mini-2024-07-18", 1721172717],
      ["o4-mini", 1744225400],
      ["o4-mini-2025-04-16", 1744225300],
      ["o3-mini", 1737146383],
    ],
    text(10_000, 10_000_000, 1_000_000_000),
  ),
  ...family(
    [
      ["gpt-4.1", 1744300400],
      ["gpt-4.1-2025-04-14", 1744300500],
      ["gpt-4o-2024-11-20", 1739331543, "2027-01-14"],
      ["gpt-4o-2024-08-06", 1722814719, "2027-01-14"],
      ["gpt-4o-2024-05-13", 1715368132, "2027-01-14"],
      ["o3", 1744225200],
      ["o1", 1734375816],
      ["computer-use-preview", 1734655677],
    ],
    text(10_000, 2_000_000, 100_000_000),
  ),
  ...family(
    [
      ["gpt-4-turbo", 1712361441],
      ["gpt-4", 1687882411],
      ["gpt-4-0613", 1686588896],
      ["gpt-3.5-turbo", 1677610602],
      ["gpt-3.5-turbo-0125", 1706048358],
      ["gpt-3.5-turbo-1106", 1698959748],
      ["gpt-3.5-turbo-instruct", 1692901427],
      ["babbage-002", 1692634615],
      ["davinci-002", 1692634301],
    ],
    text(10_000, 1_000_000, 100_000_000),
  ),
  ...family(
    [
      ["gpt-image-2", 1776700000],
      ["gpt-image-1.5", 1764000000],
      ["gpt-image-1-mini", 1758800000],
      ["dall-e-3", 1698785189],
      ["dall-e-2", 1698798177],
    ],
    image(500, 800_000, 50),
  ),
  ...family(
    [
      ["gpt-4o-transcribe", 1742068463],
      ["gpt-4o-mini-transcribe", 1742068596],
      ["gpt-4o-mini-tts", 1742403959],
      ["tts-1", 1681940951],
      ["tts-1-hd", 1699046015],
      ["gpt-realtime", 1756300000],
      ["gpt-audio", 1756200000],
    ],
    audio(500, 150_000, 100),
  ),
  ...family(
    [
      ["text-embedding-3-large", 1705953180],
      ["text-embedding-ada-002", 1671217299],
      ["omni-moderation-latest", 1731689265],
    ],
    plain(3_000, 1_000_000),
  ),
];
