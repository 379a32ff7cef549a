import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { WITHOUT_MODULES } from '../../sandbox/rehearse.ts';
import { oracleScript } from '../../sandbox/oracle-script.ts';
import { scoreTrial } from '../../score/score.ts';
import { answersOf, placesOf } from '../plan-places.ts';
import { stateMutants, turnMutants } from './make-mutants.ts';
import type { Mutant, MutantKind } from './mutant.ts';
import { ownCall } from './mutation.ts';
import { playAnswers } from './play-answers.ts';

/** A fault with which an answer still passes. */
export interface Survivor {
  readonly kind: MutantKind;
  /** Path inside the scenario. */
  readonly path: string;
  /** One sentence: ``get_weather: `unit` may be anything``. */
  readonly sentence: string;
}

export interface MutationResult {
  readonly killed: number;
  /** Mutants that passed. One sentence of `survivors` may stand for several of them. */
  readonly survived: number;
  /** Mutants that the author allows on purpose. They count neither as killed nor as survived. */
  readonly tolerated: number;
  readonly survivors: readonly Survivor[];
  /** Killed / (killed + survived), 0..1; null where no mutant counts. */
  readonly score: number | null;
}

/**
 * Scores every mutant of every turn and alternative. Each alternative is judged alone, so that no other alternative accepts its
 * mutants.
 */
export async function mutate(
  scenario: Scenario,
  environment: ToolEnvironment = WITHOUT_MODULES,
): Promise<MutationResult> {
  const survivors: Told[] = [];
  const values = new Map<string, { made: number; survived: number }>();
  let killed = 0;
  let tolerated = 0;
  for (const { alone, plan, turn } of placesOf(scenario)) {
    const script = oracleScript(alone);
    const right = await playAnswers(alone, answersOf(script), environment);
    const note = (mutant: Told, transcript: Transcript): void => {
      const passes = doesPass(alone, transcript);
      if (passes === null) return;
      if (mutant.kind === 'value-changed') count(values, mutant.path, passes);
      if (passes) survivors.push(mutant);
      else killed += 1;
    };
    for (const [at, base] of right.answers.entries()) {
      const own = script.turns[at];
      const holdsCall = base.steps.some((step) => step.some((call) => ownCall(plan, call) !== null));
      if (own === undefined || !(at === turn || holdsCall)) continue;
      for (const mutant of turnMutants(scenario, plan, { ...own, groups: base.steps })) {
        if (mutant.deliberate) tolerated += 1;
        else {
          const answers = right.answers.map((answer, i) => (i === at ? mutant.answer : answer));
          note(mutant, (await playAnswers(alone, answers, environment)).transcript);
        }
      }
    }
    if (plan.state === null) continue;
    for (const mutant of stateMutants({
      wanted: plan.state,
      path: plan.path,
      right: right.transcript.state,
      initial: scenario.state ?? {},
    })) {
      if (mutant.deliberate) tolerated += 1;
      else note(mutant, { ...right.transcript, state: mutant.state });
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

type Told = Pick<Mutant, 'kind' | 'path' | 'meaning'>;

/** Whether the transcript passes; null where a pattern ran out of steps, so that it neither passes nor fails. */
function doesPass(scenario: Scenario, transcript: Transcript): boolean | null {
  if (transcript.error?.code === 'pattern') return null;
  try {
    return scoreTrial(scenario, transcript, { wire: 'fair' }).pass;
  } catch (error) {
    if (error instanceof PatternStopped) return null;
    throw error;
  }
}

function count(values: Map<string, { made: number; survived: number }>, path: string, survived: boolean): void {
  const so = values.get(path) ?? { made: 0, survived: 0 };
  values.set(path, { made: so.made + 1, survived: so.survived + Number(survived) });
}

/**
 * One sentence for each surviving fault. Where every changed value of an argument survived, one sentence stands for all of
 * them.
 */
function inSentences(
  survivors: readonly Told[],
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
