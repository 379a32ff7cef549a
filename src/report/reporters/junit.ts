import { DEFAULT_PROTOCOL } from '../../domain/protocol.ts';
import type { ModelRow, RunHeader, TrialRow } from '../../domain/run.ts';
import { findingTally, type FindingTally } from '../sections/noted/finding-tally.ts';
import { expectedAndActual } from '../sections/expected-and-actual.ts';
import { counted, percent } from '../../text/numbers.ts';
import type { ReportSource } from '../source.ts';
import { trialSentence } from '../sections/trial-sentence.ts';
import { xmlAttributes, xmlText } from '../render/xml.ts';

/** Most cases in memory. A suite begins with its counts, but trials come scenario by scenario, so cases must be kept. */
const CASES_AT_ONCE = 50_000;
/** Failing trials that one case describes. */
const TOLD = 3;

interface Suite {
  readonly model: ModelRow;
  readonly cases: string[];
  readonly notes: string[];
  readonly findings: FindingTally;
  failures: number;
  errors: number;
  skipped: number;
  latencyMs: number;
}

/**
 * A run as JUnit XML, valid against the schemas of Ant and Jenkins: a suite for each model, a case for each scenario. A case
 * fails when a judged trial failed, else it is an error when a trial errored, else it is skipped when no trial could be judged
 * for lack of a recording. Reads the trials once where all cases fit into memory, else once for each group of models.
 */
export function* junitReport(source: ReportSource): Generator<string> {
  const { header, summary } = source;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n`;
  const atOnce = Math.max(1, Math.floor(CASES_AT_ONCE / Math.max(1, header.scenarios.length)));
  for (let from = 0; from < header.models.length; from += atOnce) {
    const suites = header.models.slice(from, from + atOnce).map(emptySuite);
    fill(suites, source.trials());
    for (const [at, suite] of suites.entries()) {
      const rate = summary.find(({ model }) => model === suite.model.name)?.passRate ?? null;
      yield* suiteText(suite, from + at, header, rate);
    }
  }
  yield '</testsuites>\n';
}

function emptySuite(model: ModelRow): Suite {
  return { model, cases: [], notes: [], findings: findingTally(), failures: 0, errors: 0, skipped: 0, latencyMs: 0 };
}

/** Adds the trials to the suites. The trials of a scenario × model are neighbours in a run file. */
function fill(suites: readonly Suite[], trials: Iterable<TrialRow>): void {
  const byModel = new Map(suites.map((suite) => [suite.model.name, suite]));
  let rows: TrialRow[] = [];
  const close = (): void => {
    const suite = byModel.get(rows[0]?.model ?? '');
    if (suite !== undefined) addCase(suite, rows);
    rows = [];
  };
  for (const row of trials) {
    const last = rows[0];
    if (last !== undefined && (last.scenario !== row.scenario || last.model !== row.model)) close();
    if (byModel.has(row.model)) rows.push(row);
  }
  if (rows.length > 0) close();
}

function addCase(suite: Suite, rows: readonly TrialRow[]): void {
  const scenario = rows[0]?.scenario ?? '';
  const latencyMs = rows.reduce((sum, row) => sum + (row.latencyMs ?? 0), 0);
  suite.latencyMs += latencyMs;
  for (const row of rows) suite.findings.add(row);
  const failed = rows.filter(({ status }) => status === 'fail');
  const errored = rows.filter(({ status }) => status === 'error');
  const unrecorded = rows.filter(({ status }) => status === 'unrecorded');
  const judged = rows.length - errored.length - unrecorded.length;
  let inside = '';
  if (failed.length > 0) {
    suite.failures += 1;
    inside = outcome(
      'failure',
      failed,
      rows.length > 1 ? `${failed.length} of ${judged} judged trials failed; ` : '',
      rows,
    );
  } else if (errored.length > 0) {
    suite.errors += 1;
    inside = outcome(
      'error',
      errored,
      rows.length > 1 ? `${errored.length} of ${rows.length} trials errored; ` : '',
      rows,
    );
  } else if (judged === 0) {
    suite.skipped += 1;
    const [first] = unrecorded;
    inside = `<skipped${xmlAttributes({ message: first === undefined ? 'unrecorded' : trialSentence(first) })}/>`;
  }
  if (judged > 0 && unrecorded.length > 0)
    suite.notes.push(`${scenario}: ${unrecorded.length} of ${rows.length} trials unrecorded`);
  const attributes = xmlAttributes({ name: scenario, classname: suite.model.name, time: seconds(latencyMs) });
  suite.cases.push(
    inside === ''
      ? `    <testcase${attributes}/>\n`
      : `    <testcase${attributes}>\n      ${inside}\n    </testcase>\n`,
  );
}

function outcome(tag: 'failure' | 'error', bad: readonly TrialRow[], count: string, rows: readonly TrialRow[]): string {
  const [first] = bad;
  if (first === undefined) return '';
  const told = bad
    .slice(0, TOLD)
    .flatMap((row) => [
      ...(rows.length > 1 ? [`trial ${row.trial}: ${trialSentence(row)}`] : []),
      ...(tag === 'failure' ? expectedAndActual(row) : [errorLine(row)]),
    ]);
  const more = bad.length > TOLD ? [`… and ${counted(bad.length - TOLD, 'more trial')}`] : [];
  const attributes = xmlAttributes({ message: `${count}${trialSentence(first)}`, type: first.reason ?? tag });
  return `<${tag}${attributes}>${[...told, ...more].map(xmlText).join('\n')}</${tag}>`;
}

function errorLine({ error }: TrialRow): string {
  const status = error?.status === null || error === null ? '' : `HTTP ${error.status} `;
  return `${status}${error?.code ?? ''} ${error?.message ?? ''}`.trim();
}

function* suiteText(suite: Suite, id: number, header: RunHeader, passRate: number | null): Generator<string> {
  const { model, cases } = suite;
  yield `  <testsuite${xmlAttributes({
    name: model.name,
    package: 'tooltape',
    id,
    timestamp: header.createdAt.slice(0, 19),
    hostname: 'localhost',
    tests: cases.length,
    failures: suite.failures,
    errors: suite.errors,
    skipped: suite.skipped,
    time: seconds(suite.latencyMs),
  })}>\n    <properties>\n`;
  const findings = suite.findings.list();
  const properties = {
    servedAs: model.servedAs,
    gateway: model.gateway,
    protocol: model.protocol ?? DEFAULT_PROTOCOL,
    passRate: percent(passRate),
    wire: header.wire,
    findings: findings.map(({ check, severity, trials }) => `${severity} ${check} (${trials})`).join(', '),
  };
  for (const [name, value] of Object.entries(properties)) yield `      <property${xmlAttributes({ name, value })}/>\n`;
  yield '    </properties>\n';
  yield* cases;
  const told = findings.map(
    ({ check, severity, trials, example }) =>
      `wire: ${severity} ${check} in ${counted(trials, 'trial')}; ${example.scenario}: ${example.finding.message}`,
  );
  yield `    <system-out>${[...told, ...suite.notes].map(xmlText).join('\n')}</system-out>\n    <system-err/>\n  </testsuite>\n`;
}

/** Recorded latency in seconds. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
