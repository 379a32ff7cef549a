import type { Message, Scenario } from '../../domain/scenario.ts';
import { containsText } from '../../match/text/contains-text.ts';
import { expectedCalls } from '../mutants/expected-calls.ts';
import { defineLint, shown, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = { 'prompt-holds-answer': 'The messages give away what is to be found out.' } as const;

/** Finds messages that give the answer away: they hold the name of the tool to call, or every text of `final.contains`. */
export const promptLint: Lint = defineLint({ codes: CODES, over: () => lintPrompt });

function* lintPrompt(scenario: Scenario): Generator<LintIssue<keyof typeof CODES>> {
  let before = '';
  const named = new Set<string>();
  for (const [turn, { messages, expect }] of scenario.turns.entries()) {
    const said = messages.map(textOf).join('\n');
    before = `${before}\n${said}`;
    for (const { call, turn: at } of expectedCalls(scenario)) {
      if (at !== turn || named.has(call.name) || !isTelling(call.name) || !hasWord(said, call.name)) continue;
      named.add(call.name);
      yield warning(
        'prompt-holds-answer',
        call.path,
        `The messages name the tool ${call.name}, so that choosing it shows nothing. Say what is wanted, not which tool does it.`,
      );
    }
    for (const plan of expect.plans) {
      const wanted = plan.final?.contains ?? [];
      if (wanted.length === 0 || plan.final?.matches || !wanted.every((part) => containsText(before, part))) continue;
      const parts = wanted.map(shown).join(', ');
      yield warning(
        'prompt-holds-answer',
        `${plan.path}.final.contains`,
        `The messages already hold ${parts}, so that repeating the question passes. Ask for something that only the tool's result holds.`,
      );
    }
  }
}

/** Text of a user or system message; '' for answers and results of the history, which a model may use. */
function textOf(message: Message): string {
  if (message.role === 'assistant' || message.role === 'tool') return '';
  const content = message['content'];
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((part) => JSON.stringify(part)).join('\n') : '';
}

/** True for a name such as `get_weather` or `getWeather`, which ordinary text does not hold by chance. False for `search`. */
function isTelling(name: string): boolean {
  return /[_\d.-]|\p{Ll}\p{Lu}/u.test(name);
}

function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at === -1) return false;
  const around = (text[at - 1] ?? ' ') + (text[at + word.length] ?? ' ');
  return !/[A-Za-z0-9_]/.test(around);
}
