import type { TextPattern } from '../../pattern/pattern.ts';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { checkLoaded } from '../../check/check-loaded.ts';
import type { CheckReport } from '../../check/check.ts';
import { fixScenarioFile } from '../../check/fix/fix.ts';
import { meetsMinMutation, summariseChecks, type CheckSummary } from '../../check/summary.ts';
import { createToolModules, lockedGuard } from '../../conversation/tools/tool-modules.ts';
import { EXIT } from '../../domain/errors.ts';
import { selectScenarios } from '../../run/plan.ts';
import { escapeText } from '../../text/escape.ts';
import { count, counted, percent } from '../../text/numbers.ts';
import { loadConfig } from '../../config/load.ts';
import { hasAgents } from '../../run/trial/agent/configured-agents.ts';
import { knownServers } from '../../run/servers/known-servers.ts';
import { loadScenarios, loadSoundScenarios, type LoadedScenarios } from '../../scenario/load.ts';
import { explainProblem } from '../../score/explain/explain.ts';
import { writeOutput } from '../output/files.ts';
import { nothingSelected } from '../../run/nothing-selected.ts';
import { issueLine } from '../output/print-error.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';

export interface CheckOptions {
  readonly fix?: boolean;
  /** Lowest share of killed mutants, 0..1. */
  readonly minMutation?: number;
  readonly tag?: readonly string[];
  readonly grep?: TextPattern;
}

/** `tooltape check`: lints scenarios and tests every expectation with right and wrong answers. */
export async function check(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: CheckOptions,
): Promise<number> {
  const cwd = process.cwd();
  const servers = knownServers({ cwd });
  const withoutTools = hasAgents(loadConfig({ file: null, cwd }));
  if (options.fix === true) fixFiles(loadScenarios(paths, { cwd, servers, withoutTools }), terminal);
  const loaded = loadSoundScenarios(paths, { cwd, servers, withoutTools });
  if (loaded.error !== null && loaded.scenarios.length === 0) throw loaded.error;
  const scenarios = selectScenarios(loaded.scenarios, {
    tags: options.tag ?? [],
    grep: options.grep ?? null,
    shard: null,
  });
  if (scenarios.length === 0) throw loaded.error ?? nothingSelected(loaded.scenarios, options);
  // As in a replay, tool modules cannot use the network or start processes.
  const tools = { runModule: createToolModules(lockedGuard(process.env['NOCK_OFF'])), sleep: () => Promise.resolve() };
  const progress = await createProgress(terminal, 'checking', () => performance.now());
  const { issues, reports } = await checkLoaded(
    { ...loaded, scenarios },
    { tools, onProgress: (done, total) => progress.update(done, total) },
  ).finally(() => progress.end());

  const scenarioOf = new Map(reports.flatMap((report) => report.issues.map((issue) => [issue, report.scenario])));
  const told = new Set<string>();
  for (const issue of issues) {
    const style = issue.severity === 'error' ? 'red' : 'yellow';
    const id = scenarioOf.get(issue);
    const name = id === undefined ? '' : `${escapeText(id)}: `;
    terminal.say(`${terminal.paintOut(style, `${issue.severity}:`)} ${name}${issueLine(issue, told)}\n`);
  }
  for (const report of reports) printOracle(report, terminal);
  for (const report of reports) printSurvivors(report, terminal);
  const found = issues.filter((issue) => issue.severity === 'error').length;
  const errors = found + reports.reduce((sum, { oracle }) => sum + oracleErrors(oracle), 0);
  const summary = summariseChecks(reports);
  printSummary(summary, errors, issues.length - found, terminal);
  if (loaded.error !== null) throw loaded.error;
  return exitCode(summary, errors, options, terminal);
}

/** Number of lines that `printOracle` prints. */
function oracleErrors({ rejected, passesEmpty }: CheckReport['oracle']): number {
  return rejected.length + passesEmpty.length;
}

function printOracle({ scenario, oracle }: CheckReport, terminal: Terminal): void {
  const say = (text: string): void =>
    terminal.say(`${terminal.paintOut('red', 'error:')} ${escapeText(`${scenario}: ${text}`)}\n`);
  for (const { path, reason, problems } of oracle.rejected) {
    const why = problems.map((problem) => explainProblem(problem)).join('; ');
    say(`${path}: the right answer fails (${reason}${why === '' ? '' : `: ${why}`})`);
  }
  for (const path of oracle.unknown) {
    const text = `${scenario}: ${path}: which calls lead to the expected state is not said, so no answer was tried`;
    terminal.say(`${terminal.paintOut('bold', 'note:')} ${escapeText(text)}\n`);
  }
  for (const path of oracle.passesEmpty) say(`${path}: an answer without any call passes, though calls are expected`);
}

function printSurvivors({ scenario, mutants }: CheckReport, terminal: Terminal): void {
  if (mutants === null || mutants.survivors.length === 0) return;
  const score = mutants.score === null ? '' : ` (${percent(mutants.score)} of wrong answers are caught)`;
  terminal.say(`${terminal.paintOut('bold', escapeText(scenario))}${score}\n`);
  for (const { path, sentence } of mutants.survivors) terminal.say(`  ${escapeText(`${path}: ${sentence}`)}\n`);
}

function printSummary(summary: CheckSummary, errors: number, warnings: number, terminal: Terminal): void {
  const right = summary.scenarios - new Set([...summary.rejected, ...summary.unknown]).size;
  const untried = summary.unknown.length === 0 ? '' : `, ${summary.unknown.length} not tried`;
  const faults = summary.killed + summary.survived;
  const score = summary.mutationScore === null ? 'none could be made' : percent(summary.mutationScore);
  const ids = new Set([...summary.unsound, ...summary.rejected, ...summary.passesEmpty]);
  const unsound = ids.size === 0 ? '' : ` in ${counted(ids.size, 'scenario')}`;
  terminal.say(
    [
      `${counted(summary.scenarios, 'scenario')}: ${counted(errors, 'error')}${unsound}, ${counted(warnings, 'warning')}`,
      `right answers that pass: ${right} of ${summary.scenarios}${untried}`,
      `wrong answers that are caught: ${count(summary.killed)} of ${count(faults)} (${score}); allowed on purpose: ${count(summary.tolerated)}`,
      '',
    ].join('\n'),
  );
}

function exitCode(summary: CheckSummary, errors: number, options: CheckOptions, terminal: Terminal): number {
  if (options.minMutation === undefined) return errors > 0 ? EXIT.gate : EXIT.done;
  const met = meetsMinMutation(summary, options.minMutation);
  const faults = summary.killed + summary.survived;
  const compared =
    faults === 0
      ? 'no wrong answer could be made'
      : `${count(summary.killed)} of ${count(faults)} wrong answers are caught`;
  terminal.say(`Gate --min-mutation ${options.minMutation}: ${met ? 'met' : 'not met'}, ${compared}\n`);
  return errors > 0 || !met ? EXIT.gate : EXIT.done;
}

function fixFiles(loaded: LoadedScenarios, terminal: Terminal): void {
  for (const { path, file } of loaded.files) {
    const schema = relative(dirname(path), schemaFile()).replaceAll(sep, '/');
    const { text, fixes } = fixScenarioFile(readFileSync(path, 'utf8'), { file, schema });
    if (fixes.length === 0) continue;
    writeOutput(relative(process.cwd(), path), [text]);
    for (const { line, message } of fixes) terminal.err(`fixed ${escapeText(`${file}:${line}: ${message}`)}\n`);
  }
}

/** Path of the JSON Schema for editors: in the installed package, or in this repository. */
function schemaFile(): string {
  const installed = resolve('node_modules/tooltape/schema/scenario.schema.json');
  const own = resolve('schema/scenario.schema.json');
  return existsSync(own) && !existsSync(installed) ? own : installed;
}
