/** The public interface: everything that a program of yours may rely on, name by name. */
import './public/require-node.ts';

// Scenarios
export {
  loadScenarios,
  defineScenario,
  type LoadOptions,
  type DefineOptions,
  type ScenarioSource,
} from './public/scenarios.ts';
export { checkScenarios, type CheckOptions, type CheckResult } from './public/check-scenarios.ts';

// Runs
export { run, replay, type RunOptions, type ReplayOptions, type RunResult } from './public/run.ts';
export { openRun } from './public/open-run.ts';
export { report, type Report, type ReporterName } from './public/report.ts';
export { compareModels, compareRuns, type CompareOptions } from './public/compare.ts';
export { checkGates, type GateOptions } from './public/check-gates.ts';

// Judging
export { score } from './public/score.ts';
export { match, validateArguments, type ValidateOptions } from './public/match.ts';
export { readResponse, type ResponseContext } from './public/read-response.ts';
export { playCalls } from './public/play-calls.ts';
export type { PlayOptions, RecordedCall, RecordedStep } from './conversation/play-calls.ts';

// Recording what brings its own client
export { attachCassette } from './public/tape/attach-cassette.ts';
export type { Attached } from './cassette/record/attach.ts';
export type { AttachPlace } from './cassette/record/attach-place.ts';
export type { PathRules, RequestPaths } from './cassette/record/request-paths.ts';
export type { MissedRequest } from './cassette/record/tape.ts';
export type { AttachMode, AttachOptions, TapeOptions } from './cassette/record/tape-options.ts';
export { assertCalls, assertExpectation } from './public/tape/assert-calls.ts';
export type { ArgumentPatterns, CallPattern, ExpectationPattern, PlanPattern } from './assert/patterns.ts';
export type { Judged } from './assert/subject.ts';
export { readMessages as transcriptOf, type MessageOptions } from './traffic/read-messages.ts';
export type { CallResult, TrafficCall, TrafficConversation } from './traffic/traffic.ts';
export { startSandbox, type SandboxOptions } from './public/start-sandbox.ts';

// Tables
export { importers, protocols, reporters, type ProtocolRow } from './public/tables.ts';

// Errors
export { TooltapeError, isTooltapeError, ERROR_CODES, type ErrorCode, type Issue } from './domain/errors.ts';
export { PatternStopped } from './pattern/pattern-stopped.ts';

// Types of scenarios
export type { ServerResult } from './domain/server.ts';
export type { ProtocolName } from './domain/protocol.ts';
export type {
  Expectation,
  ExpectedCall,
  FinalExpectation,
  Message,
  Plan,
  Scenario,
  SimulatedResult,
  ToolChoice,
  ToolDefinition,
  Turn,
} from './domain/scenario.ts';
export type { ScenarioFile } from './scenario/find-files.ts';
export type { LoadedScenarios } from './scenario/load.ts';
export type {
  WrittenCall,
  WrittenDefaults,
  WrittenExpectation,
  WrittenFinal,
  WrittenFunction,
  WrittenOpenAiTool,
  WrittenPlan,
  WrittenResult,
  WrittenScenario,
  WrittenServerTools,
  WrittenShortTool,
  WrittenTool,
  WrittenToolChoice,
  WrittenTurn,
} from './scenario/shape/written.ts';

// Types of transcripts and responses
export type { CallPlace, ToolContext, ToolEnvironment, ToolModuleRunner } from './conversation/tools/simulate-tool.ts';
export type {
  CapturedExchange,
  Interaction,
  RecordedAnswer,
  RecordedResult,
  RecordedValue,
} from './domain/recording.ts';
export type { Miss, Step, ToolResult, Transcript, TurnTranscript } from './domain/transcript.ts';
export type {
  AssistantTurn,
  HostedCall,
  MalformedKind,
  RawBody,
  RawResponse,
  Reading,
  Severity,
  ToolCall,
  TrialError,
  TrialErrorCode,
  TruncatedBy,
  Usage,
  WireCheck,
  WireFault,
  WireFinding,
} from './domain/wire.ts';
export type { RulesName } from './score/rules/rules.ts';
export type { JsonLayout } from './json/json-layout.ts';
export type { Json, JsonObject } from './json/json.ts';

// Types of verdicts
export type {
  FailReason,
  ParallelCounts,
  ParallelSupport,
  Problem,
  Scores,
  UnrecordedReason,
  Verdict,
} from './domain/score.ts';
export type { Mismatch } from './match/operator.ts';
export type { SchemaFault } from './match/schema/schema-faults.ts';
export type { Formats } from './match/schema/schema.ts';
export type { ScoreOptions } from './score/score.ts';

// Types of runs
export type { Environment } from './config/environment.ts';
export type {
  CallRow,
  FindingRow,
  MeanScore,
  ModelRow,
  ResultRow,
  Run,
  RunHeader,
  RunSettings,
  ScenarioPlace,
  ScenarioRow,
  Shard,
  StaleRecordings,
  StepRow,
  StoppedBy,
  Summary,
  TrialRow,
  TrialStatus,
  UntilRow,
} from './domain/run.ts';
export type { RunSource } from './run/file/run-file-read.ts';
export type { RunResult as RunTotals } from './run/run-harness.ts';
export type { BehaviourChange } from './run/trial/behaviour.ts';
export type { PartSummary } from './run/trial/kept-trials.ts';

// Types of comparisons and gates
export type { Listing } from './compare/bounded.ts';
export type {
  Bounded,
  Cause,
  CellChange,
  CellChangeKind,
  CellSide,
  Comparison,
  Drift,
  FindingChange,
  GatewayPair,
  JudgedChange,
  Measured,
  MissingCell,
  ModelComparison,
  ModelGroups,
  Pair,
  RunComparison,
  SelectionPair,
  SelectionTest,
  VerdictWord,
} from './compare/comparison.ts';
export type { BaselineResult, Tolerance } from './compare/gates/baseline.ts';
export type { BelowFloor, EachFloorResult } from './compare/gates/each-floor.ts';
export type { FloorCheck, FloorResult } from './compare/gates/floors.ts';
export type { FindingLevel, MaxFindingsCheck, MaxFindingsResult } from './compare/gates/max-findings.ts';
export type { MinPassCheck, MinPassResult } from './compare/gates/min-pass.ts';
export type { UntilCheck, UntilResult } from './compare/gates/until.ts';

// Types of reports, checks, imports and the sandbox
export type { LoadedCheck } from './check/check-loaded.ts';
export type { CheckReport } from './check/check.ts';
export type { MutantKind } from './check/mutants/mutant.ts';
export type { MutationResult, Survivor } from './check/mutants/mutate.ts';
export type { OracleResult } from './check/oracle.ts';
export type { CheckSummary } from './check/summary.ts';
export type {
  ImportArgument,
  ImportContext,
  ImportOption,
  ImportOutcome,
  ImportRequest,
  Importer,
  RunImport,
} from './import/importer.ts';
export type { ComparisonReporter, ReporterRow } from './report/reporter.ts';
export type { CheckedGates, GateResult } from './compare/gates/check-gates.ts';
export type { ComparedRuns, OlderRun, Recordings, ReportOptions, Reporter, RunChoice } from './report/source.ts';
export type { Sandbox } from './sandbox/server.ts';
