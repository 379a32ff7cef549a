import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { LONGEST_SCENARIO_ID } from '../../domain/scenario.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../../domain/protocol.ts';
import type { Scenario, ToolChoice } from '../../domain/scenario.ts';
import { isSound, report, within } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { DEFAULT_RULES } from '../../score/rules/rules.ts';
import { checkLinks } from './check-links.ts';
import { readConversation } from './read-conversation.ts';
import { NO_TOOLS, checkToolName, readTools } from './read-tools.ts';
import type { ToolReadContext, Toolbox } from './read-tools.ts';
import type {
  WrittenDefaults,
  WrittenExpectation,
  WrittenPlan,
  WrittenScenario,
  WrittenToolChoice,
} from '../shape/written.ts';

/** What all scenarios of a file share. */
export interface FileContext {
  readonly file: string;
  readonly tools: ToolReadContext;
  readonly defaults: WrittenDefaults;
  /** The tools of `defaults`; null where there are none. */
  readonly defaultTools: Toolbox | null;
  /** True when scenarios with expected calls may declare no tools, because agents bring their own. */
  readonly withoutTools: boolean;
}

/** The defaults of a file with one scenario. */
export const NO_DEFAULTS: WrittenDefaults = {};

const DEFAULT_MAX_STEPS = 8;
/** Request fields that another key of the scenario sets, or the run, with the place to set them. */
const OWN_FIELDS: { readonly [key: string]: string } = {
  model: 'models are listed in the config, or by --models',
  messages: 'write "messages" beside "request"',
  tools: 'write "tools" beside "request"',
  tool_choice: 'write "tool_choice" beside "request"',
};

/** Reads a scenario. Parts of its shape may be broken; `place` holds these problems already. */
export function readScenario(own: WrittenScenario, place: Place, context: FileContext): Scenario {
  const { defaults } = context;
  const written: WrittenScenario = defaults === NO_DEFAULTS ? own : { ...defaults, ...own };
  const toolbox = readToolbox(own, place, context);
  const rules = written.rules ?? DEFAULT_RULES;
  if (typeof own.id === 'string') checkId(own.id, place);
  const expected = expectations(own);
  const calling = toolbox.named === null ? expected.find(wantsTools) : undefined;
  if (calling !== undefined && !context.withoutTools) report(place, 'missing-tools', UNDECLARED, ...calling.path);
  checkRequests(own, place);
  const conversation = readConversation(written, place, { toolbox, rules });
  const maxSteps = readMaxSteps(own.max_steps, expected, place) ?? defaults.max_steps ?? DEFAULT_MAX_STEPS;
  if (isSound(place)) checkLinks(conversation, maxSteps, place);
  return {
    id: own.id,
    tags: written.tags ?? [],
    file: context.file,
    turns: conversation.turns,
    conversation: conversation.whole,
    ...(typeof own.system === 'string' && { systemApart: true }),
    state: written.state ?? null,
    trials: written.trials ?? null,
    minPass: written.min_pass ?? null,
    tools: toolbox.tools,
    ...(calling !== undefined && context.withoutTools && { undeclaredTools: true }),
    toolChoice: readToolChoice(written.tool_choice, toolbox, place),
    request: requestOf(defaults.request, own.request),
    requestFor: requestsFor(defaults.request_for, own.request_for),
    rules,
    maxSteps,
    optionalNull: written.optional_null ?? 'absent',
    formats: written.formats ?? 'annotation',
    bare: written.bare ?? false,
    review: written.review ?? false,
    written: conversation.written,
  };
}

type Requests = Scenario['requestFor'];

const NO_REQUEST: JsonObject = {};

function requestOf(shared: JsonObject | undefined, own: JsonObject | undefined): JsonObject {
  return shared === undefined && own === undefined ? NO_REQUEST : { ...shared, ...own };
}

function requestsFor(shared: WrittenDefaults['request_for'], own: WrittenDefaults['request_for']): Requests {
  if (shared === undefined && own === undefined) return NO_REQUEST;
  const merged: { [protocol in ProtocolName]?: JsonObject } = {};
  for (const name of PROTOCOL_NAMES) {
    if (shared?.[name] !== undefined || own?.[name] !== undefined) merged[name] = { ...shared?.[name], ...own?.[name] };
  }
  return merged;
}

function readToolbox(own: WrittenScenario, place: Place, context: FileContext): Toolbox {
  if (own.tools === undefined) return context.defaultTools ?? NO_TOOLS;
  return within(place, 'tools', () => readTools(own.tools as unknown as Json, place, context.tools));
}

function checkId(id: string, place: Place): void {
  if (/^\.+$/.test(id))
    report(place, 'bad-value', `The id "${id}" cannot name a folder of cassettes. Use a word.`, 'id');
  const { length } = Array.from(id);
  if (length > LONGEST_SCENARIO_ID) {
    report(place, 'bad-value', `Expected an id of at most ${LONGEST_SCENARIO_ID} characters, found ${length}.`, 'id');
  }
}

const wantsCalls = ({ calls, steps }: WrittenPlan): boolean =>
  calls === 'any' || (Array.isArray(calls) && calls.length > 0) || (Array.isArray(steps) && steps.length > 0);

interface PlacedExpectation {
  readonly path: readonly (string | number)[];
  readonly expect: WrittenExpectation;
}

/** Every expectation of a scenario whose shape can be read, with its path. */
function expectations(written: WrittenScenario): readonly PlacedExpectation[] {
  const found: PlacedExpectation[] = [];
  if (isObject(written.expect)) found.push({ path: ['expect'], expect: written.expect });
  if (!Array.isArray(written.turns)) return found;
  for (const [i, turn] of written.turns.entries()) {
    const expect: unknown = isObject(turn) ? turn['expect'] : undefined;
    if (isObject(expect)) found.push({ path: ['turns', i, 'expect'], expect: expect });
  }
  return found;
}

const UNDECLARED =
  'Calls are expected, but the scenario has no "tools". Declare them; `tools: []` says that there are none.';

function wantsTools({ expect }: PlacedExpectation): boolean {
  return [expect, ...(Array.isArray(expect.any_of) ? expect.any_of : [])].some(
    (plan) => isObject(plan) && wantsCalls(plan),
  );
}

function readToolChoice(written: WrittenToolChoice | undefined, toolbox: Toolbox, place: Place): ToolChoice | null {
  if (written === undefined) return null;
  place.path.push('tool_choice');
  const sound = isSound(place);
  const named = isObject(written) ? ('function' in written ? written.function : written) : null;
  if (sound && named !== null) checkToolName(named.name, toolbox, place);
  if (sound && written === 'required' && toolbox.complete && (toolbox.named?.size ?? 0) === 0) {
    report(place, 'missing-tools', 'A call is required, but the scenario declares no tools.');
  }
  place.path.pop();
  return named === null ? (written as ToolChoice) : { name: named.name };
}

/** Reports request fields that `request` may not set, in a scenario or in the file's `defaults`. */
export function checkRequests(written: WrittenDefaults, place: Place): void {
  checkRequest(written.request, place, 'request');
  for (const name of isObject(written.request_for) ? PROTOCOL_NAMES : []) {
    checkRequest(written.request_for?.[name], place, 'request_for', name);
  }
}

function checkRequest(request: JsonObject | undefined, place: Place, ...at: string[]): void {
  for (const key of isObject(request) ? Object.keys(request) : []) {
    // `request_for` may set tools, because a provider's own tools can be written only in the words of its protocol.
    if (at[0] === 'request_for' && (key === 'tools' || key === 'tool_choice')) continue;
    if (Object.hasOwn(OWN_FIELDS, key)) {
      report(place, 'reserved', `"${key}" is not set here: ${OWN_FIELDS[key]}.`, ...at, key);
    }
  }
}

/** The scenario's `max_steps`, which may also stand in an expectation. Reports two different numbers. */
function readMaxSteps(
  own: number | undefined,
  expected: readonly PlacedExpectation[],
  place: Place,
): number | undefined {
  let steps = own;
  for (const { path, expect } of expected) {
    const here = expect.max_steps;
    if (typeof here !== 'number') continue;
    if (steps !== undefined && steps !== here) {
      const message = `A scenario has one max_steps: found ${here} here and ${steps} before. Give it once, beside "expect".`;
      report(place, 'exclusive', message, ...path, 'max_steps');
    }
    steps ??= here;
  }
  return steps;
}
