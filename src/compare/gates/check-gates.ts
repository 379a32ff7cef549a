import type { Run, ScenarioRow } from '../../domain/run.ts';
import type { BaselineResult, Tolerance } from './baseline.ts';
import type { EachFloorResult } from './each-floor.ts';
import { hasFloors, type FloorResult } from './floors.ts';
import type { FindingLevel, MaxFindingsResult } from './max-findings.ts';
import { EACH, type MinPass, type MinPassResult } from './min-pass.ts';
import type { UntilResult } from './until.ts';

export type GateResult =
  | MinPassResult
  | EachFloorResult
  | FloorResult
  | MaxFindingsResult
  | BaselineResult
  | UntilResult;

export interface GateOptions {
  readonly minPass?: readonly MinPass[];
  /** The worst severity of wire findings that is allowed. */
  readonly maxFindings?: FindingLevel;
  readonly baselineTolerance?: Tolerance;
}

/** True when an option or a scenario sets a gate. `baseline` is a run or the path of one. */
export function hasGate(
  { minPass, maxFindings, baseline }: GateOptions & { readonly baseline?: unknown },
  scenarios: readonly ScenarioRow[],
): boolean {
  return minPass !== undefined || maxFindings !== undefined || baseline !== undefined || hasFloors(scenarios);
}

/** Results of the gates, in the order of their options. */
export interface CheckedGates {
  readonly results: readonly GateResult[];
  readonly met: boolean;
}

/** The result of a run without a gate. */
export const NO_GATES: CheckedGates = { results: [], met: true };

/** Compares a run with all gates: those of `options`, and `min_pass` of scenarios. */
export async function checkGates(run: Run, baseline: Run | null, options: GateOptions): Promise<CheckedGates> {
  const results = [
    ...(await passGates(run, options.minPass ?? [])),
    ...(hasFloors(run.header.scenarios) ? [await floorGate(run)] : []),
    ...(options.maxFindings === undefined ? [] : [await findingGate(run, options.maxFindings)]),
    ...(baseline === null ? [] : [await baselineGate(baseline, run, options.baselineTolerance ?? 'none')]),
  ];
  return { results, met: results.every(({ met }) => met) };
}

async function passGates(run: Run, gates: readonly MinPass[]): Promise<GateResult[]> {
  const pooled = gates.filter(({ tag }) => tag !== EACH);
  const floors = gates.filter(({ tag }) => tag === EACH);
  const results: GateResult[] = [];
  if (pooled.length > 0) {
    const { checkMinPass, notJudgedOnTags } = await import('./min-pass.ts');
    const tagged = pooled.some(({ tag }) => tag !== null);
    const onTag = notJudgedOnTags(run.header.scenarios, tagged ? run.trials() : []);
    results.push(checkMinPass(run.summary, pooled, onTag));
  }
  if (floors.length > 0) {
    const { checkEachFloor } = await import('./each-floor.ts');
    for (const { rate } of floors) {
      results.push(checkEachFloor(`--min-pass ${EACH}=${rate}`, run.trials(), () => rate));
    }
  }
  return results;
}

async function floorGate(run: Run): Promise<GateResult> {
  const { checkFloors } = await import('./floors.ts');
  return checkFloors(run.header.scenarios, run.trials());
}

async function findingGate(run: Run, level: FindingLevel): Promise<GateResult> {
  const { checkMaxFindings } = await import('./max-findings.ts');
  const models = run.header.models.map(({ name }) => name);
  return checkMaxFindings(models, run.trials(), level);
}

async function baselineGate(baseline: Run, run: Run, tolerance: Tolerance): Promise<GateResult> {
  const { scenarios } = baseline.header;
  const { until } = run.header;
  // `--until decided` leaves trials out, so a comparison with the baseline trial by trial would find them missing.
  if (until?.against === null) {
    const { checkUntil } = await import('./until.ts');
    return checkUntil(until, scenarios);
  }
  const { compareRuns } = await import('../compare-runs.ts');
  const { checkBaseline } = await import('./baseline.ts');
  return checkBaseline(compareRuns(baseline, run), { tolerance, live: run.header.mode !== 'replay', scenarios });
}
