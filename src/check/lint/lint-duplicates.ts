import type { Message, Scenario } from '../../domain/scenario.ts';
import { evenText } from '../../match/text/even-text.ts';
import { defineLint, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = { 'near-duplicate': 'Two scenarios ask almost the same.' } as const;
type Duplicate = LintIssue<keyof typeof CODES>;

/** Jaccard index of the words from which two prompts count as almost the same. */
const SIMILAR = 0.85;
/** Prompts with fewer words count as the same only when they are equal, because one word can change everything. */
const MIN_WORDS = 6;

interface Sketch {
  readonly scenario: Scenario;
  readonly text: string;
  /** Messages and calls before the question, as text. */
  readonly history: string;
  /** Words of the question and of later turns, as numbers: sorted and without duplicates. */
  readonly words: readonly number[];
  readonly expected: string;
}

/**
 * Finds scenarios that ask almost the same question about the same tools. Two questions are almost the same when they differ
 * only in case and punctuation, or when their words nearly agree and the expectations are equal. Each issue names the first
 * such scenario.
 */
export const duplicatesLint: Lint = defineLint({
  codes: CODES,
  over: (scenarios) => {
    const found = nearDuplicates(scenarios);
    return (scenario) => {
      const duplicate = found.get(scenario);
      return duplicate === undefined ? [] : [duplicate];
    };
  },
});

function nearDuplicates(scenarios: readonly Scenario[]): ReadonlyMap<Scenario, Duplicate> {
  const numbers = new Map<string, number>();
  const groups = new Map<string, Sketch[]>();
  const found = new Map<Scenario, Duplicate>();
  for (const scenario of scenarios) {
    const sketch = sketchOf(scenario, numbers);
    const key = JSON.stringify([
      scenario.tools.map(({ definition }) => definition),
      scenario.toolChoice,
      scenario.turns.length,
    ]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [sketch]);
      continue;
    }
    const twin = group.find((other) => isNear(sketch, other));
    group.push(sketch);
    if (twin !== undefined) found.set(scenario, issueOf(sketch, twin));
  }
  return found;
}

function issueOf(sketch: Sketch, twin: Sketch): Duplicate {
  const other = twin.scenario;
  const more =
    sketch.expected === twin.expected
      ? 'Leave one out, or make them differ in what they test.'
      : 'The expectations differ: one of them is wrong, or the prompts must say why.';
  const how = sketch.text === twin.text ? 'the same' : 'almost the same';
  return warning('near-duplicate', '', `Asks ${how} as ${other.id} (${other.file}). ${more}`);
}

function sketchOf(scenario: Scenario, numbers: Map<string, number>): Sketch {
  const messages = scenario.turns.flatMap((turn) => turn.messages);
  const last = scenario.turns[0]?.messages.findLastIndex(({ role }) => role === 'user') ?? -1;
  const said = (some: readonly Message[]): string => evenText(some.map(contentOf).join('\n'));
  const text = said(messages);
  const words = new Set<number>();
  for (const word of said(messages.slice(Math.max(0, last))).match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
  ) ?? []) {
    let number = numbers.get(word);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(word, number);
    }
    words.add(number);
  }
  return {
    scenario,
    text,
    history: said(messages.slice(0, Math.max(0, last))),
    words: [...words].sort((a, b) => a - b),
    expected: JSON.stringify(scenario.written.expect),
  };
}

function contentOf(message: Message): string {
  const { role: _, ...said } = message;
  const { content = '' } = said;
  if (typeof content === 'string' && Object.keys(said).length < 2) return content;
  // Messages with calls or with content parts have no plain text, so their JSON is compared.
  return JSON.stringify(said);
}

function isNear(a: Sketch, b: Sketch): boolean {
  if (a.text === b.text) return true;
  if (a.history !== b.history) return false;
  const [few, many] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words];
  if (few.length < MIN_WORDS || few.length < SIMILAR * many.length || a.expected !== b.expected) return false;
  let common = 0;
  let at = 0;
  for (const word of few) {
    while (at < many.length && (many[at] ?? 0) < word) at += 1;
    if (many[at] === word) common += 1;
  }
  return common >= SIMILAR * (few.length + many.length - common);
}
