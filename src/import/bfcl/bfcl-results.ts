import type { Issue } from '../../domain/errors.ts';
import { readBfclResult, type BfclResult } from './bfcl-result.ts';
import { lineIssue, noJson, readLines } from '../json-lines.ts';

/** Inference failures that BFCL's runner stores as answers of the model. */
const NO_ANSWER = /^Error during inference/;

export interface ResultFile {
  readonly file: string;
  /** Ids of the imported questions. */
  readonly questions: { has(id: string): boolean };
  /** Ids of the results read so far, in this or another file of the model. `readResults` adds to it. */
  readonly seen: Set<string>;
  readonly issues: Issue[];
}

/** Yields the usable results of one file in order. Unusable results get a line in `issues`. */
export function* readResults({ file, questions, seen, issues }: ResultFile): Generator<BfclResult> {
  const strangers: { line: number; id: string }[] = [];
  let failures = 0;
  for (const { line, text } of readLines(file)) {
    let result: BfclResult | string;
    try {
      result = readBfclResult(text);
    } catch (error) {
      issues.push(lineIssue(file, line, 'bad-json', noJson(text, error)));
      continue;
    }
    if (typeof result === 'string') {
      issues.push(lineIssue(file, line, 'bad-result', `This is no result: ${result}.`));
    } else if (!questions.has(result.id)) {
      strangers.push({ line, id: result.id });
    } else if (seen.has(result.id)) {
      issues.push(
        lineIssue(file, line, 'duplicate-id', `A second result for \`${result.id}\`; the first is kept.`, 'id'),
      );
    } else {
      seen.add(result.id);
      if (result.calls.length === 0 && NO_ANSWER.test(result.texts[0] ?? '')) failures += 1;
      yield result;
    }
  }
  const [stranger] = strangers;
  if (stranger !== undefined) {
    const message = `${strangers.length} results belong to no imported question, first \`${stranger.id}\`; they are left out.`;
    issues.push({ ...lineIssue(file, stranger.line, 'no-question', message, 'id'), severity: 'warning' });
  }
  if (failures > 0) {
    const message = `${failures} results tell of a failed inference; they are kept as what the model said, as BFCL does.`;
    issues.push({ ...lineIssue(file, null, 'failed-inference', message), severity: 'warning' });
  }
}
