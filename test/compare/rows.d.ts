import type { ModelRow, RunHeader, ScenarioRow, Summary, TrialRow } from '../../src/domain/run.ts';
import type { RunInput } from '../../src/compare/compare-runs.ts';
/** A trial with every field filled in; the tests say what matters to them. */
export declare function trial(scenario: string, model: string, fields?: Partial<TrialRow>): TrialRow;
export declare function modelRow(name: string, fields?: Partial<ModelRow>): ModelRow;
export declare function scenarioRow(id: string, fields?: Partial<ScenarioRow>): ScenarioRow;
export declare function header(models: readonly ModelRow[], scenarios: readonly ScenarioRow[]): RunHeader;
export declare function summary(model: string, fields?: Partial<Summary>): Summary;
/** Counts of the given trials as the run file sums them up; intervals and means are not computed. */
export declare function countSummary(model: string, rows: readonly TrialRow[]): Summary;
/** A run of the given trials, sorted as a run file is. */
export declare function run(rows: readonly TrialRow[], fields?: Partial<RunHeader>): RunInput;
/** Trials of one model by verdict: `trialsOf('gpt', 'PPF')` gives s01 pass, s02 pass, s03 fail. E is an error, U unrecorded. */
export declare function trialsOf(model: string, verdicts: string, fields?: Partial<TrialRow>): TrialRow[];
