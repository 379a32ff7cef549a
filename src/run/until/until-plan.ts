import { TooltapeError } from '../../domain/errors.ts';
import type { TrialRow } from '../../domain/run.ts';
import type { Model } from '../../domain/model.ts';

/** The question that `--until decided` has to decide. */
export interface UntilPlan {
  /** The model that the candidates are compared with, or the outcomes of a baseline. */
  readonly against: { readonly model: string } | { readonly baseline: BaselineOutcomes };
  /** Models to decide about, in the order of the table. */
  readonly candidates: readonly string[];
  /** The smallest difference of pass rates that matters, 0..1. */
  readonly margin: number;
  /** Most trials of a scenario × model. */
  readonly maxTrials: number;
}

/** Whether a judged trial of the baseline passed, by candidate, scenario and number of the trial. */
export type BaselineOutcomes = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, boolean>>>;

export interface UntilOptions {
  /** `baseline`, or the name of a model. Null: the baseline where there is one, else the first model. */
  readonly against: string | null;
  readonly margin: number;
  readonly maxTrials: number;
}

/**
 * A plan that compares models with a model of the same run. Errors: USAGE where no model has that name, and where there is no
 * other model.
 */
export function againstModel(options: UntilOptions, models: readonly Model[]): UntilPlan {
  const names = models.map(({ name }) => name);
  const base = options.against ?? names[0] ?? '';
  if (!names.includes(base)) {
    throw new TooltapeError('USAGE', `--against ${base}: the run holds no such model`, {
      remedy: `Name one of: ${names.join(', ')}; or baseline, with --baseline <run.json>.`,
    });
  }
  const candidates = names.filter((name) => name !== base);
  if (candidates.length === 0) {
    throw new TooltapeError('USAGE', `--until decided: there is no model to hold against ${base}`, {
      remedy: 'Name two models or more with --models, or a run to hold it against with --baseline <run.json>.',
    });
  }
  return { against: { model: base }, candidates, margin: options.margin, maxTrials: options.maxTrials };
}

/** A run that is read trial by trial. */
interface BaselineRun {
  readonly path: string;
  readonly header: { readonly models: readonly { readonly name: string }[] };
  trials(): Iterable<TrialRow>;
}

/**
 * A plan that compares each model with the model of its name in the baseline; where the baseline has none of the names, with
 * its first model. Errors: USAGE where the baseline has some of the models but not all, and where it has no judged trial of
 * these scenarios.
 */
export function againstBaseline(
  options: UntilOptions,
  models: readonly Model[],
  scenarios: ReadonlySet<string>,
  run: BaselineRun,
): UntilPlan {
  const there = run.header.models.map(({ name }) => name);
  const candidates = models.map(({ name }) => name);
  const missing = candidates.filter((name) => !there.includes(name));
  if (missing.length > 0 && missing.length < candidates.length) {
    throw new TooltapeError('USAGE', `--until decided: the baseline ${run.path} does not hold ${missing.join(', ')}`, {
      remedy: `Name models that it holds with --models: ${there.join(', ')}.`,
    });
  }
  const counterpart = (name: string): string => (missing.length === 0 ? name : (there[0] ?? ''));
  const outcomes = new Map(candidates.map((name) => [name, new Map<string, Map<number, boolean>>()]));
  for (const { scenario, model, trial, status } of run.trials()) {
    if (!scenarios.has(scenario) || (status !== 'pass' && status !== 'fail')) continue;
    for (const [name, byScenario] of outcomes) {
      if (counterpart(name) !== model) continue;
      const byTrial = byScenario.get(scenario) ?? new Map<number, boolean>();
      byScenario.set(scenario, byTrial.set(trial, status === 'pass'));
    }
  }
  if ([...outcomes.values()].every((byScenario) => byScenario.size === 0)) {
    throw new TooltapeError(
      'USAGE',
      `--until decided: the baseline ${run.path} holds no judged trial of these scenarios`,
      {
        remedy: 'Name another baseline, or --against <model>.',
      },
    );
  }
  return { against: { baseline: outcomes }, candidates, margin: options.margin, maxTrials: options.maxTrials };
}
