import { EXIT } from '../../../domain/errors.ts';
import { cassetteChanges } from '../../../cassette/store/cassette-changes.ts';
import { escapeText } from '../../../text/escape.ts';
import { count, counted } from '../../../text/numbers.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Terminal } from '../../output/terminal.ts';
import { recordingPairs, type RecordingPair } from './recording-pairs.ts';

export interface DiffOptions {
  readonly cassettes: string;
}

/** `tooltape cassettes diff`: prints how recordings differ from those of a commit or another folder. */
export async function diff(
  { terminal }: CommandContext,
  base: string | undefined,
  { cassettes }: DiffOptions,
): Promise<number> {
  const totals = { changed: 0, added: 0, gone: 0, same: 0, unreadable: 0 };
  for (const pair of recordingPairs(cassettes, base ?? 'HEAD')) totals[tell(pair, terminal)] += 1;
  const parts = [
    ...(totals.changed > 0 ? [`${count(totals.changed)} changed`] : []),
    ...(totals.added > 0 ? [`${count(totals.added)} new`] : []),
    ...(totals.gone > 0 ? [`${count(totals.gone)} gone`] : []),
    ...(totals.unreadable > 0 ? [`${count(totals.unreadable)} unreadable`] : []),
    ...(totals.same > 0 ? [`${count(totals.same)} rewritten with the same meaning`] : []),
  ];
  terminal.say(parts.length === 0 ? 'no recording changed\n' : `recordings: ${parts.join(', ')}\n`);
  return totals.unreadable > 0 ? EXIT.gate : EXIT.done;
}

/** Prints the change of one recording and returns its kind. */
function tell(pair: RecordingPair, terminal: Terminal): 'changed' | 'added' | 'gone' | 'same' | 'unreadable' {
  const { name, before, after, fault } = pair;
  const heading = (text: string): void => terminal.say(`${terminal.paintOut('bold', escapeText(name))}${text}\n`);
  if (fault !== null) {
    heading(` cannot be read: ${escapeText(fault)}`);
    return 'unreadable';
  }
  if (before === null) {
    heading(` is new: ${counted(after?.length ?? 0, 'trial')}`);
    return 'added';
  }
  if (after === null) {
    heading(` is gone: ${counted(before.length, 'trial')}`);
    return 'gone';
  }
  const lines = cassetteChanges(before, after);
  if (lines.length === 0) return 'same';
  heading('');
  for (const line of lines) terminal.say(`${lineText(line, terminal)}\n`);
  return 'changed';
}

function lineText(line: string, terminal: Terminal): string {
  const text = escapeText(line);
  if (line.startsWith('- ')) return `    ${terminal.paintOut('red', text)}`;
  if (line.startsWith('+ ')) return `    ${terminal.paintOut('green', text)}`;
  return `  ${text}`;
}
