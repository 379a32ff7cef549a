import type { Step, ToolResult } from '../domain/transcript.ts';
import type { AssistantTurn, Usage, WireFinding } from '../domain/wire.ts';

/** A response that could be read, with its place in time. */
export interface Answered {
  /** Its interaction's place in the trial, from 0. */
  readonly place: number;
  /** From 0. */
  readonly conversation: number;
  readonly reading: AssistantTurn;
  /** In call order; null for a call whose result is not known. */
  readonly results: readonly (ToolResult | null)[];
  /** Milliseconds from the start of the trial; null where the recording does not tell. */
  readonly from: number | null;
  readonly latencyMs: number;
}

/**
 * Responses as steps, in the order in which they came. Those that were under way at the same moment are one step: none of
 * them can depend on another. Without times, each is a step of its own.
 */
export function groupSteps(answers: readonly Answered[]): readonly (readonly Answered[])[] {
  const sorted = answers.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0) || a.place - b.place);
  const timed = answers.every(({ from }) => from !== null);
  const groups: Answered[][] = [];
  /** When the first answer of the latest group came. */
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

/** A step of one or several responses; `index` counts from 1. `others` are findings that belong to another interaction than the step. */
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
  // Results stand in call order: calls without one come last.
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

/** Two answers of one step. The findings of the second are told apart, since they belong to its own interaction. */
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
