import { isMet } from "../../provider/kernel/already";
import { argumentsAfterRefresh, argumentsForImport, decode } from "../../provider/kernel/codec";
import type { Property } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import type { Properties, Value } from "../../provider/kernel/values";
import { kindOf } from "./facts";

const job = kindOf("FineTuningJob");
const attachment = kindOf("VectorStoreFile");

const numbers = { batch_size: 1, learning_rate_multiplier: 2, n_epochs: 3 };
const trained = { id: "ftjob-1", method: { type: "supervised", supervised: { hyperparameters: numbers } } };
const cut = (size: number, overlap: number) => ({
  type: "static",
  static: { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap },
});
const supervised = (hyperparameters: Properties) => ({ type: "supervised", supervised: { hyperparameters } });
const sizes = (maxChunkSizeTokens: number, chunkOverlapTokens: number) => ({
  type: "static",
  static: { maxChunkSizeTokens, chunkOverlapTokens },
});

function replacesFor(method: Value, live: Properties): string[] {
  return diff(job, {}, { method }, live).replaces;
}

describe("the method of a job, which the API answers with its numbers", () => {
  const live = decode(job, trained);

  it("is known where the program says nothing, and no argument of an import", () => {
    expect(live.method).toEqual(supervised({ batchSize: 1, learningRateMultiplier: 2, nEpochs: 3 }));
    expect(argumentsForImport(job, live)).not.toHaveProperty("method");
  });

  test.each<[string, Value]>([
    ["the default", { type: "supervised" }],
    ["auto", supervised({ nEpochs: "auto" })],
    ["the numbers that it has", supervised({ nEpochs: 3, batchSize: 1 })],
  ])("can be written down as %s without another training", (_, method) => {
    expect(replacesFor(method, live)).toEqual([]);
    expect(diff(job, {}, { method }, live).changes.size).toBe(1);
  });

  test.each<[string, Value]>([
    ["another number", supervised({ nEpochs: 4 })],
    ["another method", { type: "dpo" }],
  ])("makes another job where the program wants %s", (_, method) => {
    expect(replacesFor(method, live)).toEqual(["method"]);
  });

  it("counts as the default where an old job shows none", () => {
    expect(replacesFor({ type: "supervised" }, {})).toEqual([]);
    expect(replacesFor(supervised({ nEpochs: "auto" }), {})).toEqual([]);
    expect(replacesFor(supervised({ nEpochs: 3 }), {})).toEqual(["method"]);
    expect(replacesFor({ type: "dpo" }, {})).toEqual(["method"]);
  });

  test.each<[string, Value]>([
    ["the default", { type: "supervised" }],
    ["auto", supervised({ nEpochs: "auto" })],
    ["some numbers", supervised({ nEpochs: 3 })],
  ])("keeps the program's own spelling of %s, and never drifts", (_, method) => {
    const said: Properties = { method };
    const seen = decode(job, trained, said, said);
    expect(seen.method).toEqual(method);
    expect(argumentsAfterRefresh(job, said, seen)).toEqual(said);
    // An older answer that says nothing contradicts nothing.
    expect(decode(job, { id: "ftjob-1" }, said, said).method).toEqual(method);
  });

  it("follows the API where the program says nothing, as numbers take the place of auto", () => {
    const early = decode(job, {
      ...trained,
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: "auto" } } },
    });
    expect(decode(job, trained, early, {}).method).toEqual(live.method);
  });

  it("may have a grader to which the API adds, as nothing else of it is told", () => {
    const grader = { type: "string_check", name: "exact", input: "{{x}}" };
    const reply = {
      method: { type: "reinforcement", reinforcement: { grader: { ...grader, operation: "eq" } } },
    };
    const said = { method: { type: "reinforcement", reinforcement: { grader } } };
    expect(decode(job, reply, said, said).method).toEqual(said.method);
  });
});

describe("the chunks of an attached file, which the API answers with their sizes", () => {
  const auto = { chunkingStrategy: { type: "auto" } };

  it("are known where the program says nothing", () => {
    expect(decode(attachment, { id: "file-1", chunking_strategy: cut(800, 400) }).chunkingStrategy).toEqual(
      sizes(800, 400),
    );
  });

  it("can be written down without attaching the file anew", () => {
    const live = { chunkingStrategy: sizes(800, 400) };
    expect(diff(attachment, {}, auto, live).replaces).toEqual([]);
    expect(diff(attachment, {}, live, live).replaces).toEqual([]);
    expect(diff(attachment, {}, auto, {}).replaces).toEqual([]);
    expect(diff(attachment, {}, { chunkingStrategy: sizes(400, 100) }, live).replaces).toEqual([
      "chunkingStrategy",
    ]);
    expect(diff(attachment, {}, { chunkingStrategy: sizes(400, 100) }, {}).replaces).toEqual([
      "chunkingStrategy",
    ]);
  });

  it("stay auto, whatever sizes that stands for today", () => {
    for (const reply of [cut(800, 400), cut(1000, 500), { type: "other" }]) {
      const seen = decode(attachment, { id: "file-1", chunking_strategy: reply }, auto, auto);
      expect(argumentsAfterRefresh(attachment, auto, seen)).toEqual(auto);
    }
  });

  it("drift where somebody has attached the file anew with other sizes", () => {
    const said = { chunkingStrategy: sizes(400, 100) };
    const seen = decode(attachment, { id: "file-1", chunking_strategy: cut(800, 400) }, said, said);
    expect(argumentsAfterRefresh(attachment, said, seen)).toEqual({ chunkingStrategy: sizes(800, 400) });
  });

  it("are nothing that a program could say where the file is older than strategies", () => {
    const live = decode(attachment, { id: "file-1", chunking_strategy: { type: "other" } });
    expect(live.chunkingStrategy).toBeNull();
  });
});

test("whether an object is what the program wants is asked with the same eyes", () => {
  const property = job.props.method as Property;
  const live = decode(job, trained).method;
  expect(isMet(property, { type: "supervised" }, live)).toBe(true);
  expect(isMet(property, supervised({ nEpochs: 7 }), live)).toBe(false);
  expect(isMet(job.props.metadata as Property, { team: "a" }, { team: "a" })).toBe(true);
  expect(isMet(job.props.metadata as Property, { team: "a" }, undefined)).toBe(false);
});
