import { GrowingAssignment } from '../../match/growing-assignment.ts';
import { addValues, columnsByStep, isWorthMore, NOTHING, valueOf, wholeIn, worthOf } from './pairing-problem.ts';
import type { PairingProblem, PairingValue, Solution } from './pairing-problem.ts';

/** The pairs of the groups so far: those of the last group, and the chain of the groups before it. */
interface Chain {
  readonly value: PairingValue;
  readonly last: Solution;
  readonly before: Chain | null;
}

const START: Chain = { value: NOTHING.value, last: NOTHING, before: null };

/**
 * The best pairing of at least this weight that keeps the order of groups; null where there is none. `best[end]` is the best
 * chain of the groups so far within the first `end` steps. The next group leaves these steps alone, or takes an interval of
 * steps after those of a chain.
 */
export function pairGroups(problem: PairingProblem, least: number): Solution | null {
  const columns = columnsByStep(problem);
  const count = problem.steps.length;
  const most = problem.groups.map((members) => mostOf(problem, members));
  let left = most.reduce((sum, { weight }) => sum + weight, 0);
  let best: readonly Chain[] = Array.from({ length: count + 1 }, () => START);
  for (const [group, members] of problem.groups.entries()) {
    const own = most[group] ?? NOTHING.value;
    left -= own.weight;
    const top = [...best];
    const consider = (start: number, end: number, last: Solution): void => {
      const before = best[start] ?? START;
      const value = addValues(before.value, last.value);
      if (isWorthMore(value, (top[end] ?? START).value)) top[end] = { value, last, before };
    };
    for (const [step, inside] of columns.entries()) {
      const whole = wholeIn(problem, members, inside);
      if (whole !== null) consider(step, step + 1, whole);
    }
    const upTo = new GrowingGroup(problem, members);
    let reached = NOTHING;
    for (let end = 1; end <= count; end += 1) {
      if (upTo.add(columns[end - 1])) reached = upTo.solution();
      // No group stands before the first one, so its intervals begin with the first step. None stands after the last one.
      if (group === 0) consider(0, end, reached);
      const isLast = group === problem.groups.length - 1;
      if (group === 0 || (isLast && end < count)) continue;
      const weightAt = (place: number): number => (best[place] ?? START).value.weight + left;
      if (weightAt(end) + reached.value.weight < least) continue;
      const growing = new GrowingGroup(problem, members);
      for (let start = end - 1; start >= 0 && weightAt(start) + own.weight >= least; start -= 1) {
        // A longer interval leaves fewer steps to the groups before it, so it must be worth more than the best one so far.
        const bound = addValues((best[start] ?? START).value, own);
        if (!isWorthMore(bound, (top[end] ?? START).value)) break;
        if (growing.add(columns[start])) consider(start, end, growing.solution());
      }
    }
    for (let end = 1; end <= count; end += 1) {
      const [shorter, longer] = [top[end - 1] ?? START, top[end] ?? START];
      if (isWorthMore(shorter.value, longer.value)) top[end] = shorter;
    }
    best = top;
  }
  const found = best[count] ?? START;
  return found.value.weight < least ? null : flatten(found);
}

/** The best pairing of a group with the calls of an interval of steps, which grows step by step. */
class GrowingGroup {
  readonly #problem: PairingProblem;
  readonly #members: readonly number[];
  readonly #assignment: GrowingAssignment;
  readonly #columns: number[] = [];
  /** For each member its best calls, as many as the group has members, because the other members can take all but one. */
  readonly #best: readonly number[][];

  constructor(problem: PairingProblem, members: readonly number[]) {
    this.#problem = problem;
    this.#members = members;
    this.#assignment = new GrowingAssignment(members.length);
    this.#best = members.map(() => []);
  }

  /** Adds the calls of a step. Returns false where none of them can be better than the calls that were added before. */
  add(columns: readonly number[] = []): boolean {
    let isBetter = false;
    for (const j of columns) {
      const worths = this.#members.map((i) => worthOf(this.#problem, i, j));
      const isBetterFor = worths.filter((worth, at) => this.#keep(this.#best[at] ?? [], worth));
      if (isBetterFor.length === 0) continue;
      this.#assignment.add(worths);
      this.#columns.push(j);
      isBetter = true;
    }
    return isBetter;
  }

  solution(): Solution {
    const pairs: [number, number][] = [];
    for (const [at, i] of this.#members.entries()) {
      const row = this.#assignment.rowOf[at] ?? -1;
      if (row !== -1) pairs.push([i, this.#columns[row] ?? 0]);
    }
    return { value: valueOf(this.#problem, pairs), pairs };
  }

  /** Puts a worth among the best ones; false where there are enough that are as good. */
  #keep(best: number[], worth: number): boolean {
    if (worth === 0 || (best.length >= this.#members.length && worth <= (best.at(-1) ?? 0))) return false;
    const place = best.findIndex((other) => other < worth);
    best.splice(place === -1 ? best.length : place, 0, worth);
    if (best.length > this.#members.length) best.pop();
    return true;
  }
}

/** An upper bound of a group's value, without `whole`. */
function mostOf(problem: PairingProblem, members: readonly number[]): PairingValue {
  let weight = 0;
  let closeness = 0;
  for (const i of members) {
    weight += Math.max(0, ...(problem.pairs[i] ?? []).map((pair) => pair.weight));
    closeness += Math.max(0, ...(problem.pairs[i] ?? []).map((pair) => pair.closeness));
  }
  return { weight, whole: 0, closeness };
}

function flatten(chain: Chain): Solution {
  const pairs: Solution['pairs'][number][] = [];
  for (let at: Chain | null = chain; at !== null; at = at.before) pairs.unshift(...at.last.pairs);
  return { value: chain.value, pairs };
}
