import { shortJson } from '../../text/shorten.ts';
import { counted } from '../../text/numbers.ts';
import type { Interaction, RecordedTrial } from '../../domain/recording.ts';
import type { AssistantTurn, Reading } from '../../domain/wire.ts';
import { readInteraction } from '../../protocol/read-interaction.ts';
import { requestDifferences } from '../lookup/miss.ts';
import { differencesOf } from '../lookup/nearest.ts';
import { sameMeaning } from './same-meaning.ts';

const VALUE = 200;

/**
 * The changes between two recordings of a scenario × model, in sentences. Lines that begin with `- ` and `+ ` hold the value
 * before and after. `[]` where both recordings mean the same.
 */
export function cassetteChanges(before: readonly RecordedTrial[], after: readonly RecordedTrial[]): string[] {
  const old = new Map(before.map((trial) => [trial.trial, trial]));
  const now = new Set(after.map(({ trial }) => trial));
  return [
    ...after.flatMap((trial) => {
      const older = old.get(trial.trial);
      if (older === undefined) return [`trial ${trial.trial} is new: ${counted(trial.interactions.length, 'request')}`];
      return sameMeaning(older, trial) ? [] : trialChanges(older, trial);
    }),
    ...before.filter(({ trial }) => !now.has(trial)).map(({ trial }) => `trial ${trial} is gone`),
  ];
}

function trialChanges(before: RecordedTrial, after: RecordedTrial): string[] {
  const steps = Math.min(before.interactions.length, after.interactions.length);
  const lines: string[] = [];
  for (let i = 0; i < steps; i++) {
    const [a, b] = [before.interactions[i], after.interactions[i]];
    if (a === undefined || b === undefined) continue;
    const step = `trial ${after.trial}, step ${i + 1}`;
    const asked = requestChanges(a, b);
    if (asked.length > 0) lines.push(`${step} has another request`, ...asked);
    const answered = answerChanges(a, b, i + 1);
    if (answered.length > 0) lines.push(`${step} has another answer`, ...answered);
  }
  if (before.interactions.length !== after.interactions.length) {
    const was = counted(before.interactions.length, 'request');
    lines.push(`trial ${after.trial} takes ${counted(after.interactions.length, 'request')}, took ${was}`);
  }
  return lines;
}

/** Changes of a request. Earlier answers in it are left out, because they are compared in their own interaction. */
function requestChanges(before: Interaction, after: Interaction): string[] {
  if (before.endpoint === after.endpoint && before.key === after.key) return [];
  const endpoint = before.endpoint === after.endpoint ? [] : [`- ${before.endpoint}`, `+ ${after.endpoint}`];
  const differences = differencesOf(before.request, after.request);
  return [...endpoint, ...requestDifferences({ code: 'request-changed', cassette: '', step: 1, differences })];
}

function answerChanges(before: Interaction, after: Interaction, step: number): string[] {
  const [a, b] = [readInteraction(before, step), readInteraction(after, step)];
  const sides = SIDES.flatMap(({ name, of }) => {
    const [was, is] = [of(a, before), of(b, after)];
    return was === is ? [] : [`- ${name}: ${was}`, `+ ${name}: ${is}`];
  });
  return sides;
}

interface Side {
  readonly name: string;
  readonly of: (reading: Reading, interaction: Interaction) => string;
}

const ofTurn =
  (say: (turn: AssistantTurn) => string): Side['of'] =>
  (reading) =>
    reading.ok ? say(reading) : 'none';

/** The parts of an answer that are compared. Each changed part becomes a line. */
const SIDES: readonly Side[] = [
  { name: 'status', of: (_, { response }) => String(response.status) },
  { name: 'error', of: (reading) => (reading.ok ? 'none' : `${reading.error.code}: ${reading.error.message}`) },
  { name: 'calls', of: ofTurn(({ calls }) => calls.map((call) => `${call.name}(${call.rawArguments})`).join(', ')) },
  { name: 'text', of: ofTurn(({ text }) => (text === null ? 'none' : shortJson(text, VALUE))) },
  { name: 'finish reason', of: ofTurn(({ finishReason }) => finishReason ?? 'none') },
  { name: 'model', of: ofTurn(({ servedModel }) => servedModel ?? 'none') },
  { name: 'tokens', of: ofTurn(({ usage }) => `${usage.input ?? '?'} in, ${usage.output ?? '?'} out`) },
  {
    name: 'wire findings',
    of: ({ findings }) => findings.map(({ check, severity }) => `${check} (${severity})`).join(', ') || 'none',
  },
];
