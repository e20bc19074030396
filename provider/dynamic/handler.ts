import { isUnauthorized } from "../api/errors";
import { check } from "../kernel/check";
import type { Declaration } from "../kernel/declaration";
import { withDefaults } from "../kernel/defaults";
import { planChange } from "../kernel/plan";
import { formerNames } from "../kernel/upgrade";
import { type Properties, same, type Value } from "../kernel/values";
import { update } from "../lifecycle/change/update";
import { end } from "../lifecycle/end/end";
import { create } from "../lifecycle/make/create";
import { read } from "../lifecycle/see/read";
import { type Asking, Operation } from "../lifecycle/session/operation";
import type { Saved } from "../lifecycle/session/saved";
import type { Session } from "../lifecycle/session/session";
import { finished, wellSeen } from "../lifecycle/session/state";
import { keepPartial, plainly } from "./half-done";
import { readHint } from "./hint";
import { noteHolder, noteOthers } from "./holders";
import { checkOwn, ownNames } from "./own-checks";
import { type ConfigureRequest, configure, runningSession } from "./running";
import {
  type Access,
  adoptName,
  apiKeyName,
  baseUrlName,
  readArguments,
  readState,
  type Said,
  writeState,
} from "./state";
import { propertiesFromEngine, toEngine } from "./translate";
import { unquoted } from "./unquoted";

type Bag = Record<string, unknown>;

/** What Pulumi's dynamic provider calls, for one kind of resource. */
export interface Handler {
  configure(request: ConfigureRequest): void;
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<DiffAnswer>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, outputs: Bag): Promise<{ id?: string; props?: Bag; inputs?: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, outputs: Bag): Promise<void>;
}

interface DiffAnswer {
  /** Undefined: the engine compares the arguments itself, and can then show how they differ. */
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export function handlerFor(declaration: Declaration, session: () => Session = runningSession): Handler {
  const names = formerNames(declaration);
  const calling = <T>(bags: Bag[], work: () => Promise<T>): Promise<T> =>
    plainly(work, (message) =>
      bags.reduce((text, bag) => unquoted(declaration, propertiesFromEngine(bag), text), message),
    );
  const operationOn = (running: Session, { apiKey, baseUrl }: Access, how: Asking = {}) =>
    new Operation(running, declaration, { apiKey: known(apiKey), baseUrl: known(baseUrl), ...how });
  return {
    configure,

    check: (olds, news) =>
      plainly(async () => {
        const { hint: told, ...given } = readArguments(names, propertiesFromEngine(news));
        const said = { ...given, args: withDefaults(declaration, given.args) };
        const hint = readHint(told);
        const before = readArguments(names, propertiesFromEngine(olds)).args;
        const circumstances = { olds: before, taken: ownNames(declaration), secret: "all" } as const;
        const failures = check(declaration, said.args, circumstances).map(({ property, reason }) => ({
          property,
          reason,
        }));
        failures.push(...checkOwn(declaration, said, hint).map((reason) => ({ property: "", reason })));
        const inputs = inputsOf(said);
        if (failures.length === 0) {
          const { hints, ledger } = session();
          hints.remember(declaration, inputs, hint);
          noteOthers(ledger, declaration, hint);
        }
        return { inputs: toEngine(inputs), failures };
      }),

    diff: (id, olds, news) =>
      plainly(async () => {
        const state = readState(names, id, propertiesFromEngine(olds));
        const said = readArguments(names, propertiesFromEngine(news));
        const { args } = said;
        const { live, memo } = state.saved;
        const before = {
          id,
          live,
          said: state.said(args),
          noted: new Set(memo.noted),
          restoreTo: memo.restoreTo,
        };
        const { does, diff } = planChange(declaration, before, args);
        noteHolder(session(), declaration, state, args, inputsOf(said), does === "replace");
        const isSame = does === "nothing" && isSameAccess(state, said);
        const beyondInputs =
          // A state that another way in has written gets our line of code by an update without a call.
          state.provider === undefined ||
          // What could not be looked at must not be called clean, neither by the refresh nor by what follows it.
          memo.unseen !== undefined ||
          diff.beyondInputs ||
          (memo.halfDone === true && !isSame);
        return {
          changes: beyondInputs ? true : isSame ? false : undefined,
          replaces: diff.replaces,
          deleteBeforeReplace: diff.deleteBeforeReplace,
        };
      }),

    create: (inputs) =>
      calling([inputs], async () => {
        const { provider, hint: _, ...said } = readArguments(names, propertiesFromEngine(inputs));
        const { args, adopt } = said;
        const adopting = typeof adopt === "string" || adopt === true ? adopt : undefined;
        const saved = await keepPartial(said, provider, () => {
          const running = session();
          const hint = running.hints.recall(declaration, inputsOf(said));
          return create(operationOn(running, said, { hint }), args, adopting);
        });
        return { id: saved.id, outs: toEngine(writeState(saved, said)) };
      }),

    read: (id, outputs) =>
      calling([outputs], async () => {
        const { saved, said, apiKey, baseUrl, adopt } = readState(names, id, propertiesFromEngine(outputs));
        const before = said(saved.live);
        const answer = (now: Saved, args = before) => {
          const all: Said = { args, apiKey, baseUrl, adopt };
          return { id, props: toEngine(writeState(now, all)), inputs: toEngine(inputsOf(all)) };
        };
        try {
          const operation = operationOn(session(), { apiKey, baseUrl }, { yields: true });
          const seen = await read(operation, saved, before);
          return seen ? answer({ ...seen, memo: wellSeen(seen.memo) }, seen.args) : { id: "" };
        } catch (error) {
          // Nobody may have told this stack yet that the key was rotated elsewhere: the next `pulumi up` brings the new one.
          if (apiKey === undefined || !isUnauthorized(error)) throw error;
          session().surroundings.say(
            `${declaration.token} ${id} was not looked at: the key in its state does not work any more. ` +
              "The state stays as it was; `pulumi up` takes the program's present key.",
          );
          return answer({ ...saved, memo: { ...saved.memo, unseen: (saved.memo.unseen ?? 0) + 1 } });
        }
      }),

    update: (id, olds, news) =>
      calling([olds, news], async () => {
        const state = readState(names, id, propertiesFromEngine(olds));
        const { provider, hint: _, ...said } = readArguments(names, propertiesFromEngine(news));
        const { args } = said;
        const before = { ...state.saved, memo: finished(state.saved.memo) };
        const saved = await keepPartial(said, provider, async () => {
          const running = session();
          const hint = running.hints.recall(declaration, inputsOf(said));
          const operation = operationOn(running, said, { hint });
          // With the key that did not work, only a look can tell whether it does now.
          if (state.saved.memo.unseen !== undefined && isSameAccess(state, said))
            await read(operation, before, state.said(args));
          return update(operation, before, state.said(args), args);
        });
        return { outs: toEngine(writeState(saved, said)) };
      }),

    delete: (id, outputs) =>
      calling([outputs], async () => {
        const state = readState(names, id, propertiesFromEngine(outputs));
        await end(operationOn(session(), state), state.saved);
      }),
  };
}

/** The arguments as the engine keeps them. */
function inputsOf({ args, apiKey, baseUrl, adopt }: Said): Properties {
  return { ...args, [apiKeyName]: apiKey, [baseUrlName]: baseUrl, [adoptName]: adopt };
}

function isSameAccess(one: Access, other: Access): boolean {
  return same(one.apiKey, other.apiKey) && same(one.baseUrl, other.baseUrl);
}

function known(argument: Value): string | undefined {
  return typeof argument === "string" ? argument : undefined;
}
