import type { Plan, Scenario } from '../../domain/scenario.ts';
import { planScript, type Script } from '../../sandbox/script.ts';
import { scoreTrial } from '../../score/score.ts';
import { buildTranscript, type TurnAnswer } from './build-transcript.ts';
import { turnMutants } from './call-mutants.ts';
import type { Mutant, MutantKind } from './mutant.ts';

/** A fault that the expectation did not notice. */
interface Survivor {
  readonly kind: MutantKind;
  /** Inside the scenario. */
  readonly path: string;
  /** One sentence: ``get_weather: `unit` may be anything``. */
  readonly sentence: string;
}

export interface MutationResult {
  readonly killed: number;
  /** Faults that were not noticed; `survivors` may tell of several in one sentence. */
  readonly survived: number;
  /** Faults that the author allows in so many words; they count neither way. */
  readonly tolerated: number;
  readonly survivors: readonly Survivor[];
  /** Killed / (killed + survived); null where no fault could be made. */
  readonly score: number | null;
}

/** Scores every mutant of every turn and alternative. Each alternative is tested by itself, so that one cannot cover for another. */
export function mutate(scenario: Scenario, right: Script): MutationResult {
  const survivors: Mutant[] = [];
  const values = new Map<string, { made: number; survived: number }>();
  let killed = 0;
  let tolerated = 0;
  for (const [turn, { expect }] of scenario.turns.entries()) {
    for (const plan of expect.plans) {
      const alone = withPlan(scenario, turn, plan);
      for (const mutant of turnMutants(scenario, plan, planScript(scenario, plan))) {
        if (mutant.deliberate) {
          tolerated += 1;
          continue;
        }
        const passes = scoreTrial(alone, buildTranscript(alone, answersWith(right, turn, mutant.answer)), {
          wire: 'fair',
        }).pass;
        if (mutant.kind === 'value-changed') count(values, mutant.path, passes);
        if (passes) survivors.push(mutant);
        else killed += 1;
      }
    }
  }
  const total = killed + survivors.length;
  return {
    killed,
    survived: survivors.length,
    tolerated,
    survivors: inSentences(survivors, values),
    score: total === 0 ? null : killed / total,
  };
}

/** The scenario with a single way through one of its turns. */
export function withPlan(scenario: Scenario, turn: number, plan: Plan): Scenario {
  if (scenario.turns[turn]?.expect.plans.length === 1) return scenario;
  const turns = scenario.turns.map((one, i) => (i === turn ? { ...one, expect: { plans: [plan] } } : one));
  return { ...scenario, turns };
}

function answersWith(right: Script, turn: number, answer: TurnAnswer): readonly TurnAnswer[] {
  return right.turns.map((script, i) => (i === turn ? answer : { steps: script.groups, text: script.text }));
}

function count(values: Map<string, { made: number; survived: number }>, path: string, survived: boolean): void {
  const so = values.get(path) ?? { made: 0, survived: 0 };
  values.set(path, { made: so.made + 1, survived: so.survived + Number(survived) });
}

/** Where no other value was noticed, one sentence says so instead of one for each. */
function inSentences(
  survivors: readonly Mutant[],
  values: ReadonlyMap<string, { readonly made: number; readonly survived: number }>,
): readonly Survivor[] {
  const sentences: Survivor[] = [];
  const told = new Set<string>();
  for (const { kind, path, meaning } of survivors) {
    const site = kind === 'value-changed' ? values.get(path) : undefined;
    if (site === undefined || site.survived < site.made) {
      sentences.push({ kind, path, sentence: meaning });
    } else if (!told.has(path)) {
      told.add(path);
      sentences.push({ kind, path, sentence: meaning.replace(/ may be .*$/s, ' may be anything') });
    }
  }
  return sentences;
}
