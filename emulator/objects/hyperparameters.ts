import { badRequest } from "../api/errors";
import type { FineTuningMethod, Hyperparameters } from "./fine-tuning-tables";

type MethodType = FineTuningMethod["type"];

interface Settings {
  hyperparameters?: Hyperparameters;
  grader?: object;
}

export type WantedMethod = { type: MethodType } & { [type in MethodType]?: Settings };

const common: Hyperparameters = { batch_size: 1, learning_rate_multiplier: 2, n_epochs: 3 };

/** What `auto`, and saying nothing, come to. */
const automatic: Record<MethodType, Hyperparameters> = {
  supervised: common,
  dpo: { beta: 0.1, ...common },
  reinforcement: {
    ...common,
    reasoning_effort: "default",
    compute_multiplier: 1,
    eval_interval: 5,
    eval_samples: 5,
  },
};

const types = Object.keys(automatic) as MethodType[];

/** The method with every number in place. Top-level hyperparameters are the old way to say those of the method. */
export function resolvedMethod(
  wanted: WantedMethod | undefined,
  old: Hyperparameters | undefined,
): FineTuningMethod {
  const type = wanted?.type ?? "supervised";
  const foreign = types.find((other) => other !== type && wanted?.[other] !== undefined);
  if (foreign !== undefined) {
    const param = `method.${foreign}`;
    throw badRequest(`'${param}' does not belong to a method of type '${type}'.`, param, "invalid_value");
  }
  const settings = wanted?.[type];
  const given = Object.entries({ ...old, ...settings?.hyperparameters });
  const hyperparameters = {
    ...automatic[type],
    ...Object.fromEntries(given.filter(([, value]) => value !== "auto")),
  };
  if (type !== "reinforcement") return { type, [type]: { hyperparameters } };
  if (settings?.grader === undefined) {
    const param = "method.reinforcement";
    throw badRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  return { type, reinforcement: { grader: settings.grader, hyperparameters } };
}

/** The three that the job itself repeats beside its method. */
export function commonOf(method: FineTuningMethod): Hyperparameters {
  const all = method[method.type]?.hyperparameters ?? {};
  return Object.fromEntries(Object.keys(common).map((name) => [name, all[name] ?? "auto"]));
}
