import { renderMarkdown } from '../../report/render/render-markdown.ts';
import { renderTerminal } from '../../report/render/render-terminal.ts';
import { section } from '../../report/document.ts';
import type { ReportOptions } from '../../report/source.ts';
import { lostRows, WORD_MEANING, WORDS, type RelayResult } from '../result.ts';
import { relayDocument, verdictOf } from './document.ts';

/** Columns before the excerpt of a body, for its mark and name. */
const MARGIN = 16;

/** The report for a terminal. The verdict comes last, because a terminal shows the end. */
export function* terminalRelay(result: RelayResult, options: ReportOptions): Generator<string> {
  const width = options.width ?? 80;
  const sections = relayDocument(result, { losses: 20, excerpt: Math.max(40, width - MARGIN) });
  const tone = lostRows(result).length === 0 ? 'good' : 'bad';
  yield renderTerminal([...sections, ...section(null, [{ kind: 'text', text: verdictOf(result), tone }])], options);
}

/** The report as Markdown, for a pull request. The verdict comes first. */
export function* markdownRelay(result: RelayResult): Generator<string> {
  const tone = lostRows(result).length === 0 ? 'good' : 'bad';
  yield* renderMarkdown([
    ...section('Relay', [{ kind: 'text', text: verdictOf(result), tone }]),
    ...relayDocument(result, { losses: 200, excerpt: 200 }),
    ...section('Words', [
      {
        kind: 'list',
        hidden: 0,
        items: WORDS.map((word) => ({ tone: 'plain', lead: word, text: WORD_MEANING[word] })),
      },
    ]),
  ]);
}
