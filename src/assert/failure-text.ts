import type { Json } from '../json/json.ts';
import type { Plan, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import { describeCall } from '../score/explain/describe-call.ts';
import { explainProblem } from '../score/explain/explain.ts';
import { sidesOf } from '../score/explain/sides.ts';
import { escapeLines } from '../text/escape.ts';
import { shorten } from '../text/shorten.ts';
import type { Subject } from './subject.ts';

/** Most problems that are described. The others are counted. */
const TOLD = 8;
const LONGEST_TEXT = 200;

/** The text of a failed assertion, without colour: what was expected, what was made, and each difference. */
export function failureText(title: string, scenario: Scenario, subject: Subject, problems: readonly Problem[]): string {
  const made = callsIn(subject.transcript);
  const lines = [title, '', ...expectedLines(scenario), ...madeLines(subject.transcript)];
  const context = { calls: made };
  for (const problem of problems.slice(0, TOLD)) {
    const sides = sidesOf(problem, context);
    if (sides === null) lines.push('', explainProblem(problem, context));
    // The lists above show this problem already.
    else if (sides.where === '') lines.push('', explainProblem(problem, context));
    else lines.push('', sides.where, `  Expected: ${sides.expected}`, `  Made:     ${sides.made}`);
  }
  if (problems.length > TOLD) lines.push('', `… and ${problems.length - TOLD} more`);
  return escapeLines([...lines, ...missLines(subject)].join('\n'));
}

/** The text of an assertion that failed because the call was made. */
export function negatedText(title: string, call: Json, subject: Subject): string {
  const lines = [title, '', `Expected: no call ${describeCall(call)}`, ...madeLines(subject.transcript)];
  return escapeLines([...lines, ...missLines(subject)].join('\n'));
}

function missLines({ misses }: Subject): string[] {
  const [first] = misses;
  if (first === undefined) return [];
  const many = misses.length === 1 ? 'A request' : `${misses.length} requests`;
  return ['', `${many} found no recording:`, ...first.split('\n').map((line) => `  ${line}`)];
}

interface MadeCall {
  readonly name: string;
  readonly step: number;
  readonly arguments: Json;
}

function callsIn(transcript: Transcript): readonly MadeCall[] {
  return transcript.turns.flatMap(({ steps }) =>
    steps.flatMap(({ index, reading }) =>
      reading.calls.map((call) => ({ name: call.name, step: index, arguments: call.arguments ?? call.rawArguments })),
    ),
  );
}

function madeLines(transcript: Transcript): string[] {
  const calls = callsIn(transcript);
  const steps = transcript.turns.flatMap((turn) => turn.steps);
  const texts = calls.map(
    ({ name, step, arguments: made }) => `${describeCall({ name, arguments: made })}, in step ${step}`,
  );
  const said = steps.findLast(({ reading }) => reading.text !== null)?.reading.text ?? null;
  const nothing = steps.length === 0 ? 'nothing: no answer of a model' : 'no call';
  const lines = listed('Made:', texts.length === 0 ? [nothing] : texts);
  return said === null ? lines : [...lines, `Said:     ${JSON.stringify(shorten(said, LONGEST_TEXT))}`];
}

function expectedLines({ turns }: Scenario): string[] {
  const plans = turns[0]?.expect.plans ?? [];
  const texts = plans.map(planLines).filter((lines) => lines.length > 0);
  if (texts.length === 0) return [];
  return listed(
    'Expected:',
    texts.flatMap((lines, i) => (i === 0 ? lines : ['or', ...lines])),
  );
}

function planLines({ groups, forbidden, requireParallel, final }: Plan): string[] {
  const lines: string[] = [];
  if (groups === 'any') lines.push('a call of any tool');
  else if (groups !== null && groups.length === 0) lines.push('no call');
  else if (groups !== null) {
    for (const [i, group] of groups.entries()) {
      for (const { name, arguments: wanted, after } of group) {
        const call = describeCall(wanted === null ? { name } : { name, arguments: wanted });
        const place = groups.length > 1 ? `, in group ${i + 1}` : '';
        lines.push(`${call}${place}${after.length > 0 ? `, after ${after.join(' and ')}` : ''}`);
      }
    }
  }
  if (requireParallel) lines.push('all in one step');
  for (const name of forbidden) lines.push(`no call of ${name}`);
  for (const text of final?.contains ?? []) lines.push(`a final answer that contains ${JSON.stringify(text)}`);
  if (final?.matches != null) lines.push(`a final answer that matches /${final.matches}/`);
  if (final?.not != null) lines.push(`a final answer that does not match /${final.not}/`);
  return lines;
}

function listed(label: string, items: readonly string[]): string[] {
  return items.map((item, i) => `${(i === 0 ? label : '').padEnd(9)} ${item}`);
}
