import { hasFloors } from '../compare/gates/floors.ts';
import type { Tolerance } from '../compare/gates/baseline.ts';
import type { FindingLevel } from '../compare/gates/max-findings.ts';
import { EACH, type MinPass } from '../compare/gates/min-pass.ts';
import type { ScenarioRow } from '../domain/run.ts';
import type { GateResult } from '../report/sections/gates/gate-document.ts';
import type { RunSource } from '../run/file/run-file-read.ts';
import { escapeText } from '../text/escape.ts';
import type { Terminal } from './output/terminal.ts';

export interface GateOptions {
  readonly minPass?: readonly MinPass[];
  /** The worst wire finding that is allowed. */
  readonly maxFindings?: FindingLevel;
  /** Path of the run file to hold the run against. */
  readonly baseline?: string;
  readonly baselineTolerance?: Tolerance;
}

/** Whether any gate is set, by an option or by a scenario. */
export function hasGate({ minPass, maxFindings, baseline }: GateOptions, scenarios: readonly ScenarioRow[]): boolean {
  return minPass !== undefined || maxFindings !== undefined || baseline !== undefined || hasFloors(scenarios);
}

/** What the gates compared, in the order of their options. */
export interface CheckedGates {
  readonly results: readonly GateResult[];
  /** Models that `--until decided` found to be worse than in the baseline. */
  readonly worse: readonly string[];
  readonly met: boolean;
}

/** Of a run without any. */
export const NO_GATES: CheckedGates = { results: [], worse: [], met: true };

/** Holds a run against the gates that were set. */
export async function checkGates(
  run: RunSource,
  baseline: RunSource | null,
  options: GateOptions,
): Promise<CheckedGates> {
  const { until } = run.header;
  // Trials that were left out for having been decided sooner are not missing from a baseline.
  const byUntil = baseline !== null && until?.against === null;
  const results = [
    ...(await passGates(run, options.minPass ?? [])),
    ...(hasFloors(run.header.scenarios) ? [await floorGate(run)] : []),
    ...(options.maxFindings === undefined ? [] : [await findingGate(run, options.maxFindings)]),
    ...(baseline === null || byUntil ? [] : [await baselineGate(baseline, run, options.baselineTolerance ?? 'none')]),
  ];
  const worse = byUntil ? until.candidates.flatMap(({ verdict, model }) => (verdict === 'worse' ? [model] : [])) : [];
  return { results, worse, met: worse.length === 0 && results.every(({ met }) => met) };
}

/** Prints what the gates compared. */
export async function showGates(
  { results, worse }: CheckedGates,
  baseline: RunSource | null,
  terminal: Terminal,
  print: (text: string) => void,
): Promise<void> {
  for (const result of results) await showGate(result, terminal, print);
  if (worse.length > 0) {
    print(`\nBaseline: not met, worse than in ${baseline?.path}: ${escapeText(worse.join(', '))}\n`);
  }
}

async function passGates(run: RunSource, gates: readonly MinPass[]): Promise<GateResult[]> {
  const pooled = gates.filter(({ tag }) => tag !== EACH);
  const floors = gates.filter(({ tag }) => tag === EACH);
  const results: GateResult[] = [];
  if (pooled.length > 0) {
    const { checkMinPass } = await import('../compare/gates/min-pass.ts');
    results.push(checkMinPass(run.summary, pooled));
  }
  if (floors.length > 0) {
    const { checkEachFloor } = await import('../compare/gates/each-floor.ts');
    for (const { rate } of floors) {
      results.push(checkEachFloor(`--min-pass ${EACH}=${rate}`, run.trials(), () => rate));
    }
  }
  return results;
}

async function floorGate(run: RunSource): Promise<GateResult> {
  const { checkFloors } = await import('../compare/gates/floors.ts');
  return checkFloors(run.header.scenarios, run.trials());
}

async function findingGate(run: RunSource, level: FindingLevel): Promise<GateResult> {
  const { checkMaxFindings } = await import('../compare/gates/max-findings.ts');
  const models = run.header.models.map(({ name }) => name);
  return checkMaxFindings(models, run.trials(), level);
}

async function baselineGate(baseline: RunSource, run: RunSource, tolerance: Tolerance): Promise<GateResult> {
  const { compareRuns } = await import('../compare/compare-runs.ts');
  const { checkBaseline } = await import('../compare/gates/baseline.ts');
  return checkBaseline(compareRuns(baseline, run), { tolerance, live: run.header.mode !== 'replay' });
}

/** Prints what a gate compared, and whether it was met. */
export async function showGate(result: GateResult, terminal: Terminal, print: (text: string) => void): Promise<void> {
  const { gateDocument } = await import('../report/sections/gates/gate-document.ts');
  const { renderTerminal } = await import('../report/render/render-terminal.ts');
  print(`\n${renderTerminal(gateDocument(result), { width: terminal.width, color: terminal.color })}`);
}
