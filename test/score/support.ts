import type { Json, JsonObject } from '../../src/json/json.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition, Turn } from '../../src/domain/scenario.ts';
import type { Verdict } from '../../src/domain/score.ts';
import type { Step, ToolResult, Transcript, TurnTranscript } from '../../src/domain/transcript.ts';
import type { AssistantTurn, MalformedKind, ToolCall, WireFinding } from '../../src/domain/wire.ts';
import { scoreTrial } from '../../src/score/score.ts';

/** A tool whose parameters are written short: `{ city: 'string!', unit: { enum: [...] } }`, `!` for required. */
export function tool(name: string, properties: { readonly [name: string]: string | JsonObject } = {}): ToolDefinition {
  const required = Object.keys(properties).filter((key) => isRequired(properties[key]));
  const schemas = Object.entries(properties).map(([key, one]) => [
    key,
    typeof one === 'string' ? { type: one.replace('!', '') } : one,
  ]);
  const parameters = { type: 'object', properties: Object.fromEntries(schemas), required };
  return { name, parameters, returns: null, definition: { name, parameters } };
}

function isRequired(property: string | JsonObject | undefined): boolean {
  return typeof property === 'string' && property.endsWith('!');
}

export const WEATHER: ToolDefinition = tool('get_weather', {
  city: 'string!',
  unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
});
export const SEARCH: ToolDefinition = tool('search_products', { query: 'string!', max_price: 'number' });
export const DELETE: ToolDefinition = tool('delete_all');

export function expected(name: string, args: JsonObject | null = {}, more: Partial<ExpectedCall> = {}): ExpectedCall {
  return { name, arguments: args, accept: null, id: null, after: [], path: '', ...more };
}

export function plan(groups: readonly (readonly ExpectedCall[])[] | 'any' | null, more: Partial<Plan> = {}): Plan {
  const path = more.path ?? 'expect';
  const placed = Array.isArray(groups)
    ? (groups as readonly (readonly ExpectedCall[])[]).map((group, g) =>
        group.map((call, i) => ({
          ...call,
          path: groups.length === 1 ? `${path}.calls[${i}]` : `${path}.steps[${g}][${i}]`,
        })),
      )
    : groups;
  return {
    groups: placed,
    extra: 'forbid',
    forbidden: [],
    requireParallel: false,
    allowRetry: false,
    final: null,
    state: null,
    path,
    ...more,
  };
}

export function turn(...plans: readonly Plan[]): Turn {
  return { messages: [{ role: 'user', content: 'Hello' }], expect: { plans } };
}

export function scenario(turns: Turn | readonly Turn[], more: Partial<Scenario> = {}): Scenario {
  const tools = more.tools ?? [WEATHER, SEARCH, DELETE];
  return {
    id: 'a',
    tags: [],
    file: 'scenarios/a.yaml',
    turns: Array.isArray(turns) ? (turns as readonly Turn[]) : [turns as Turn],
    conversation: null,
    state: null,
    trials: null,
    minPass: null,
    tools,
    toolChoice: null,
    request: {},
    requestFor: {},
    rules: 'native',
    maxSteps: 8,
    optionalNull: 'absent',
    formats: 'annotation',
    bare: false,
    review: false,
    written: { messages: [], expect: {} },
    ...more,
  };
}

export function call(name: string, args: JsonObject = {}, more: Partial<ToolCall> = {}): ToolCall {
  const rawArguments = JSON.stringify(args);
  return { id: 'call_1', name, rawArguments, arguments: args, malformed: null, written: null, ...more };
}

export function malformedCall(name: string, rawArguments: string, kind: MalformedKind): ToolCall {
  return { id: 'call_1', name, rawArguments, arguments: null, malformed: kind, written: null };
}

/** One response, written short: its calls, or its text; `failed` are the places of calls answered with an error. */
export interface SaidStep {
  readonly calls?: readonly ToolCall[];
  readonly text?: string | null;
  readonly failed?: readonly number[];
  readonly reading?: Partial<AssistantTurn>;
}

/** Steps of one turn: a list of calls, or a text, or both in long form. */
export type Said = string | readonly ToolCall[] | SaidStep;

export function transcript(...turns: readonly (readonly Said[])[]): Transcript {
  let index = 0;
  const played = turns.map((said): TurnTranscript => {
    const steps = said.map((one): Step => {
      index += 1;
      return step(index, one);
    });
    return { steps, end: (steps.at(-1)?.reading.calls.length ?? 0) > 0 ? 'max-steps' : 'answer' };
  });
  return { turns: played, state: {}, error: null, miss: null, faultFindings: [], attempts: index };
}

function step(index: number, said: Said): Step {
  const long: SaidStep = typeof said === 'string' ? { text: said } : isCalls(said) ? { calls: said } : said;
  const calls = long.calls ?? [];
  const results = calls.map((_, i): ToolResult => ({
    callId: 'call_1',
    content: 'null',
    value: null,
    isError: long.failed?.includes(i) ?? false,
    unsimulated: false,
  }));
  const reading: AssistantTurn = {
    ok: true,
    text: long.text ?? null,
    calls,
    echo: [{ role: 'assistant' }],
    finishReason: calls.length > 0 ? 'tool_calls' : 'stop',
    truncated: false,
    leaked: false,
    usage: { input: 1, output: 1 },
    servedModel: 'm',
    findings: [],
    ...long.reading,
  };
  return { index, reading, results, latencyMs: 10, interaction: index - 1 };
}

function isCalls(said: Said): said is readonly ToolCall[] {
  return Array.isArray(said);
}

export function finding(severity: WireFinding['severity']): WireFinding {
  return { check: 'call-id', severity, message: 'A call has no id.', excerpt: '' };
}

/** Scores one turn against one plan. */
export function judge(one: Plan, said: readonly Said[], more: Partial<Scenario> = {}): Verdict {
  return scoreTrial(scenario(turn(one), more), transcript(said), { wire: 'fair' });
}

/** Codes of the problems, in order. */
export function codes(verdict: Verdict): readonly string[] {
  return verdict.problems.map((problem) => problem.code);
}

export function paths(found: readonly { readonly path: string; readonly detail: string | null }[]): readonly Json[] {
  return found.map(({ path, detail }) => [path, detail]);
}
