import { type DiffRequest, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Diff } from "../kernel/diff";
import { endingSentence } from "../kernel/ending";
import { parsePath } from "../kernel/path";
import { planChange, toldById } from "../kernel/plan";
import type { Properties } from "../kernel/values";
import { sharedWith } from "../lifecycle/make/link";
import { heldWith, holdings } from "../lifecycle/session/identity";
import { beforeOf, type LastState, lastStateOf } from "./before";
import type { Run } from "./run";
import { argumentsOf, type Subject, subjectOf } from "./subject";

const { Kind } = PropertyDiff;

/** The kinds of a change: as it is, and where it makes another object. */
const kinds = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

/**
 * What differs between the arguments of the last run and today's. A refresh asks the other way round, with what it has seen
 * as the last run's and the program's last as today's; that is the same question, and the engine turns the answer.
 */
export function diffResource(run: Run, request: DiffRequest): DiffResponse {
  const subject = subjectOf(request);
  const last = lastStateOf(subject, request.getId(), request.getOlds(), request.getOldInputs());
  const { args, secret } = argumentsOf(subject, request.getNews());
  const before = beforeOf(last, args);
  const { does, diff } = planChange(subject.declaration, before, args, [...last.secret, ...secret]);
  // Only a resource that the program of this run declares holds its object, and is about to leave it.
  if (run.wanted.has(subject.urn)) {
    noteHolder(run, subject, last, args, does === "replace");
    if (does === "replace") warnOfEnding(run, subject, request.getId());
  }
  if (does === "nothing") return new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE);
  return answerOf(subject, diff);
}

function answerOf({ declaration }: Subject, { changes, replaces, deleteBeforeReplace }: Diff): DiffResponse {
  const answer = new DiffResponse()
    .setChanges(DiffResponse.DiffChanges.DIFF_SOME)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  if (replaces.length === 0) answer.setStablesList(toldById(declaration));
  const properties = new Set<string>();
  for (const [path, { kind, replaces: isReplacing }] of changes) {
    const property = String(parsePath(path)[0]);
    properties.add(property);
    const word = declaration.props[property]?.word;
    const one = new PropertyDiff()
      .setKind(kinds[kind][isReplacing ? 1 : 0])
      // Otherwise the engine shows outputs, which is right only for what is no argument.
      .setInputdiff(word !== "computed" && word !== "once");
    answer.getDetaileddiffMap().set(path, one);
  }
  return answer.setDiffsList([...properties]);
}

/** Who has which object, for what this run does later: two resources never end up with one, or end one for both. */
function noteHolder(
  { session: { ledger } }: Run,
  { declaration, name }: Subject,
  { saved: { id, live, memo }, said }: LastState,
  args: Properties,
  isReplaced: boolean,
): void {
  ledger.saw(memo.lease);
  if (isReplaced) {
    const keys = [...holdings(declaration, id, live), ...heldWith(declaration, id, live, said(args))];
    ledger.replace(keys, memo.lease);
    return;
  }
  const keys = heldWith(declaration, id, { ...live, ...args }, args);
  const other = ledger.heldBeside(keys, memo.lease);
  if (other) throw sharedWith(declaration, id, other);
  ledger.keep(keys, { lease: memo.lease, name });
}

/** What nobody can take back is said before it is done. */
function warnOfEnding({ log }: Run, { declaration, urn }: Subject, id: string): void {
  const { end, token } = declaration;
  if (typeof end !== "object") return;
  log.warn(`Replacing ${token} ${id} means that the old one is ${endingSentence(declaration)}.`, urn);
}
