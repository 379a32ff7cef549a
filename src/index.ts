/** The public interface: everything that a program of yours may rely on, name by name. */
export { attachCassette } from './public/attach-cassette.ts';
export type { Attached, AttachOptions, AttachPlace } from './cassette/record/attach.ts';
export { runHarness, type RunEnvironment, type RunRequest, type RunResult } from './run/run-harness.ts';
export { loadConfig } from './config/load.ts';
export { resolveKey, selectModels } from './config/select.ts';
export type { Config } from './config/config.ts';
export { planCells, selectScenarios, type Cell } from './run/plan.ts';
export { loadScenarios, type LoadedScenarios } from './scenario/load.ts';
export { openRunFile, type RunSource } from './run/file/run-file-read.ts';
export { scoreTrial } from './score/score.ts';
export { compareModels } from './compare/compare-models.ts';
export { compareRuns } from './compare/compare-runs.ts';
export { TooltapeError, ERROR_CODES, type ErrorCode, type Issue } from './domain/errors.ts';
export type { Scenario, Expectation, ExpectedCall, ToolDefinition } from './domain/scenario.ts';
export type { RunFile, RunHeader, Summary, TrialRow } from './domain/run.ts';
export type { Problem, Scores, Verdict } from './domain/score.ts';
export type { Transcript } from './domain/transcript.ts';
export { playCalls, type PlayOptions, type RecordedCall, type RecordedStep } from './conversation/play-calls.ts';
