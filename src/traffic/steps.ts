import type { Step, ToolResult } from '../domain/transcript.ts';
import type { AssistantTurn, Usage, WireFinding } from '../domain/wire.ts';

/** A response that was read, with its time. */
export interface Answered {
  /** Number of the interaction in the trial, from 0. */
  readonly place: number;
  /** Number of the conversation, from 0. */
  readonly conversation: number;
  readonly reading: AssistantTurn;
  /** Results in call order; null for a call whose result is not known. */
  readonly results: readonly (ToolResult | null)[];
  /** Milliseconds from the start of the trial to the request; null where the recording has no times. */
  readonly from: number | null;
  readonly latencyMs: number;
}

/**
 * Groups responses into steps, in order of time. Responses of different conversations that overlap in time form one step,
 * because none of them can depend on another. Without times, each response is its own step.
 */
export function groupSteps(answers: readonly Answered[]): readonly (readonly Answered[])[] {
  const sorted = answers.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0) || a.place - b.place);
  const timed = answers.every(({ from }) => from !== null);
  const groups: Answered[][] = [];
  /** Time at which the first response of the latest group ended. */
  let over = Number.NEGATIVE_INFINITY;
  for (const answer of timed ? sorted : answers) {
    const group = groups.at(-1);
    const from = answer.from ?? 0;
    const conversations = group?.map(({ conversation }) => conversation) ?? [];
    if (timed && group !== undefined && from < over && !conversations.includes(answer.conversation)) {
      group.push(answer);
      over = Math.min(over, endOf(answer));
    } else {
      groups.push([answer]);
      over = endOf(answer);
    }
  }
  return groups.map((group) => group.toSorted((a, b) => endOf(a) - endOf(b) || a.place - b.place));
}

function endOf({ from, latencyMs }: Answered): number {
  return (from ?? 0) + latencyMs;
}

/**
 * Makes a step of one or several responses. `index` counts from 1. `others` are the findings of all responses but the first,
 * because a step names only one interaction.
 */
export function toStep(
  group: readonly Answered[],
  index: number,
): {
  readonly step: Step;
  readonly others: readonly { readonly interaction: number; readonly finding: WireFinding }[];
} {
  const [first, ...rest] = group as [Answered, ...Answered[]];
  const pairs = group.flatMap(({ reading, results }) =>
    reading.calls.map((call, i) => ({ call, result: results[i] ?? null })),
  );
  // `results` has no place for a missing result, so calls without one come last.
  const ordered = [...pairs.filter(({ result }) => result !== null), ...pairs.filter(({ result }) => result === null)];
  const reading = {
    ...rest.reduce((whole, { reading: own }) => both(whole, own), first.reading),
    calls: ordered.map(({ call }) => call),
  };
  const start = Math.min(...group.map(({ from }) => from ?? 0));
  const latencyMs = rest.length === 0 ? first.latencyMs : Math.max(...group.map(endOf)) - start;
  const others = rest.flatMap(({ place, reading: { findings } }) =>
    findings.map((finding) => ({ interaction: place, finding })),
  );
  const results = ordered.flatMap(({ result }) => (result === null ? [] : [result]));
  return { step: { index, reading, results, latencyMs, interaction: first.place }, others };
}

/** Two answers as one, with the findings of the first. Findings of the second belong to its own interaction. */
function both(a: AssistantTurn, b: AssistantTurn): AssistantTurn {
  const texts = [a.text, b.text].filter((text) => text !== null);
  return {
    ...a,
    text: texts.length === 0 ? null : texts.join('\n\n'),
    calls: [...a.calls, ...b.calls],
    echo: [...a.echo, ...b.echo],
    hosted: [...(a.hosted ?? []), ...(b.hosted ?? [])],
    truncated: a.truncated || b.truncated,
    leaked: a.leaked || b.leaked,
    usage: sum(a.usage, b.usage),
  };
}

function sum(a: Usage, b: Usage): Usage {
  return { input: add(a.input, b.input), output: add(a.output, b.output) };
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
