import { closest } from '../../text/closest.ts';
import type { ExpectedCall, Plan } from '../../domain/scenario.ts';
import { callsOf } from '../../domain/plans.ts';
import { report } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { referencesIn } from '../../match/reference.ts';
import { parsePath } from '../../json/path.ts';
import type { ReadConversation } from './read-conversation.ts';

/** An expected call with its plan, its turn and the calls it waits for. */
interface PlacedCall {
  readonly call: ExpectedCall;
  readonly plan: Plan;
  /** Number of the turn, from 0; null for a call of the conversation's plan. */
  readonly turn: number | null;
  /** Ids of calls before this one, by `after` or by a reference, each with its path. */
  readonly links: readonly { readonly id: string; readonly at: string; readonly kind: 'after' | '$result' }[];
}

/** Reports ids that two calls have, and ids in `after` and `$result` that no call has, or no call that can come before. */
export function checkLinks(conversation: ReadConversation, maxSteps: number, place: Place): void {
  const calls = placedCalls(conversation);
  const states = statesOf(conversation);
  if (calls.every(({ call, links }) => call.id === null && links.length === 0) && states.length === 0) return;
  const problems = place.problems.length;
  const known = checkIds(calls, place);
  for (const one of calls) for (const link of one.links) checkLink(one, link, known, place);
  for (const { id, at } of states) {
    if (!known.has(id)) reportAt(place, at, 'unknown-id', unknownId(id, known));
  }
  const referring = [...calls.flatMap(({ links }) => links.filter(({ kind }) => kind === '$result')), ...states];
  if (maxSteps === 1 && referring[0] !== undefined) {
    const message = 'With `max_steps: 1` no tool is run, so that there is no result to refer to. Raise it.';
    reportAt(place, referring[0].at, 'exclusive', message);
  }
  if (place.problems.length === problems) checkCycles(calls, known, place);
}

function placedCalls({ turns, whole }: ReadConversation): readonly PlacedCall[] {
  const found: PlacedCall[] = [];
  const add = (plan: Plan, turn: number | null): void => {
    for (const call of callsOf(plan)) found.push({ call, plan, turn, links: linksOf(call) });
  };
  for (const [turn, { expect }] of turns.entries()) for (const plan of expect.plans) add(plan, turn);
  for (const plan of whole?.plans ?? []) add(plan, null);
  return found;
}

function linksOf(call: ExpectedCall): PlacedCall['links'] {
  const after = call.after.map((id, i) => ({ id, at: `${call.path}.after[${i}]`, kind: 'after' as const }));
  if (call.arguments === null) return after;
  const references = [...referencesIn(call.arguments, `${call.path}.arguments`)];
  return [...after, ...references.map(({ id, at }) => ({ id, at, kind: '$result' as const }))];
}

function statesOf({ turns, whole }: ReadConversation): readonly { readonly id: string; readonly at: string }[] {
  const plans = [...turns.flatMap(({ expect }) => expect.plans), ...(whole?.plans ?? [])];
  const own = plans.flatMap(({ state, path }) => (state === null ? [] : [{ state, path }]));
  // All alternatives of an expectation contain the same outer state, so it is checked once.
  return [...new Map(own.map((one) => [one.state, one])).values()].flatMap(({ state, path }) =>
    [...referencesIn(state, `${path}.state`)].map(({ id, at }) => ({ id, at })),
  );
}

function checkIds(calls: readonly PlacedCall[], place: Place): ReadonlyMap<string, PlacedCall> {
  const known = new Map<string, PlacedCall>();
  for (const one of calls) {
    const { id, path } = one.call;
    if (id === null) continue;
    const first = known.get(id);
    if (first === undefined) known.set(id, one);
    else {
      const message = `The id "${id}" is taken: ${first.call.path} has it. Give each call of the scenario its own id.`;
      reportAt(place, `${path}.id`, 'duplicate-id', message);
    }
  }
  return known;
}

function checkLink(
  one: PlacedCall,
  { id, at, kind }: PlacedCall['links'][number],
  known: ReadonlyMap<string, PlacedCall>,
  place: Place,
): void {
  const other = known.get(id);
  if (other === undefined) reportAt(place, at, 'unknown-id', unknownId(id, known));
  else if (other.call === one.call) reportAt(place, at, 'cycle', `The call "${id}" waits for itself. Take it out.`);
  else if (kind === 'after') checkAfter(one, other, id, at, place);
  else checkReach(one, other, id, at, place);
}

function checkAfter(one: PlacedCall, other: PlacedCall, id: string, at: string, place: Place): void {
  if (isSteps(one.plan)) {
    const message = '"after" orders the calls of one list, and `steps` are in order anyway. Write "calls" instead.';
    reportAt(place, at.replace(/\[\d+\]$/u, ''), 'exclusive', message);
  } else if (other.plan !== one.plan) {
    const why = one.turn === other.turn ? 'Of alternatives only one is made.' : 'A later turn comes later anyway.';
    const message = `"after" orders the calls of one list, and "${id}" stands in another: ${other.call.path}. ${why}`;
    reportAt(place, at, 'unknown-id', message);
  }
}

/** Reports a reference to a result that does not exist when the call is made. */
function checkReach(one: PlacedCall, other: PlacedCall, id: string, at: string, place: Place): void {
  if (one.turn !== null && other.turn !== null && other.turn > one.turn) {
    const message = `The call "${id}" stands in a later turn (${other.call.path}), so that it has no result yet.`;
    reportAt(place, at, 'unknown-id', message);
  } else if (one.turn === other.turn && one.plan !== other.plan) {
    const message = `The call "${id}" stands in another alternative (${other.call.path}): of alternatives only one is made.`;
    reportAt(place, at, 'unknown-id', message);
  }
}

function isSteps({ groups, path }: Plan): boolean {
  const first = Array.isArray(groups) ? (groups as readonly (readonly ExpectedCall[])[]).flat()[0] : undefined;
  return first !== undefined && first.path.startsWith(`${path}.steps`);
}

/** Reports calls that wait for each other in a circle, each circle once. */
function checkCycles(calls: readonly PlacedCall[], known: ReadonlyMap<string, PlacedCall>, place: Place): void {
  const done = new Set<PlacedCall>();
  const visit = (one: PlacedCall, way: readonly PlacedCall[]): void => {
    if (done.has(one)) return;
    const start = way.indexOf(one);
    if (start !== -1) {
      const circle = [...way.slice(start), one].map(({ call }) => call.id ?? call.name);
      const message = `The calls wait for each other: ${circle.join(' → ')}. Take one of the links out.`;
      const last = way.at(-1);
      const link = last?.links.find(({ id }) => known.get(id) === one);
      reportAt(place, link?.at ?? one.call.path, 'cycle', message);
      for (const member of way.slice(start)) done.add(member);
      return;
    }
    for (const { id } of one.links) {
      const other = known.get(id);
      if (other !== undefined) visit(other, [...way, one]);
    }
    done.add(one);
  };
  for (const one of calls) visit(one, []);
}

function unknownId(id: string, known: ReadonlyMap<string, PlacedCall>): string {
  if (known.size === 0)
    return `No call of the scenario has the id "${id}": none has one. Write \`id: ${id}\` beside its name.`;
  const near = closest(id, known.keys());
  const guess = near === null ? '' : ` Did you mean "${near}"?`;
  return `No call of the scenario has the id "${id}".${guess} The ids are: ${[...known.keys()].join(', ')}.`;
}

function reportAt(place: Place, path: string, code: string, message: string): void {
  report(place, code, message, ...(parsePath(path) ?? []));
}
