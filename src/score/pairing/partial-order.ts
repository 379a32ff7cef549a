import { assign } from '../../match/assignment.ts';
import { isWorthMore, NOTHING, solve } from './pairing-problem.ts';
import type { PairingProblem, Solution } from './pairing-problem.ts';

/** The first and the last step that each row may take, as positions in `Problem.steps`. */
interface Windows {
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** A partial order of the rows of a problem. */
interface Order {
  /** For each row the rows that must stand in earlier steps. */
  readonly before: readonly (readonly number[])[];
  /**
   * For each row a number that rises along the order. A row that many others wait for has a low rank, and takes an early step
   * among equal pairings.
   */
  readonly rank: readonly number[];
  /** Number of rows in the longest chain. */
  readonly longest: number;
}

interface Search {
  readonly problem: PairingProblem;
  readonly order: Order;
  /** For each column the position of its step in `Problem.steps`. */
  readonly position: readonly number[];
  /** For each row the positions of the steps that hold a call for it. */
  readonly stepsFor: readonly ReadonlySet<number>[];
  /** The weight of the best pairing without an order. A pairing in order must reach it. */
  readonly weight: number;
  /**
   * True when a pairing of this weight gives every row a call, so that the window of a row limits the windows of the rows that
   * wait for it.
   */
  readonly complete: boolean;
  /**
   * Assignments that the search may still solve. The bound counts work, not time, so that every machine finds the same pairing.
   */
  left: number;
}

/** Most work of one search, in rows² × columns of an assignment. */
const MOST_WORK = 6e7;
/**
 * Most work for leaving out steps after the order is kept. Beyond it a group may count as `serial` instead of `parallel`, but
 * nothing fails.
 */
const MOST_WORK_ON_STEPS = 2e7;
const FEWEST_ASSIGNMENTS = 12;
const MOST_ASSIGNMENTS = 2000;

/**
 * A pairing with the weight of `free` that keeps the order. Of those it prefers one with no more steps than the longest chain,
 * then the closest arguments. Returns `free` where the search finds no pairing that keeps the order. `before` is by rows of the
 * input.
 *
 * The search is branch and bound. Where an assignment puts a row `b` no later than a row `a` that `b` waits for, one branch
 * moves `a` to an earlier step and the other moves `b` to a later one. The best order is NP-hard to find for calls that only
 * the order tells apart (unit jobs on parallel machines), so the search is bounded. Calls with different arguments leave it
 * nothing to search. Of 500 answers with 60 and 100 calls in a random order of one to twenty kinds of call, the bound missed
 * none; a third of the bound missed five.
 */
export function pairInOrder(problem: PairingProblem, before: readonly (readonly number[])[], free: Solution): Solution {
  const order = orderIn(problem, before);
  const cost = Math.max(1, problem.rows.length ** 2 * problem.columns.length);
  const search: Search = {
    problem,
    order,
    ...placesOf(problem),
    weight: free.value.weight,
    complete: free.pairs.length === problem.rows.length,
    left: assignments(MOST_WORK, cost),
  };
  const all = new Set(problem.steps.keys());
  const found = keepOrder(search, all);
  if (found === null) return free;
  search.left = Math.min(search.left, assignments(MOST_WORK_ON_STEPS, cost));
  return withFewSteps(search, found, all);
}

function assignments(work: number, cost: number): number {
  return Math.min(MOST_ASSIGNMENTS, Math.max(FEWEST_ASSIGNMENTS, Math.floor(work / cost)));
}

interface Found {
  readonly solution: Solution;
  readonly windows: Windows;
}

/** Leaves out one step after the other while the pairing keeps its weight and has more steps than the longest chain. */
function withFewSteps(search: Search, found: Found, all: ReadonlySet<number>): Solution {
  const { problem, order, position } = search;
  let best = found;
  let open = all;
  if (fewestSteps(search, found.solution.pairs.length) <= order.longest) {
    for (const step of [...all].toReversed()) {
      if (stepsOf(problem, best.solution).size <= order.longest) break;
      const fewer = new Set([...open].filter((one) => one !== step));
      const isUsed = best.solution.pairs.some(([, j]) => position[j] === step);
      const without = isUsed ? keepOrder(search, fewer) : best;
      if (without === null) continue;
      best = without;
      open = fewer;
    }
  }
  return closest(search, best, open);
}

/** A number of steps below which no pairing has this many pairs, because the steps do not hold as many calls. */
function fewestSteps({ problem, position }: Search, pairs: number): number {
  const usable = problem.steps.map(() => 0);
  for (const [j, step] of position.entries()) {
    if (problem.pairs.some((line) => (line[j]?.weight ?? 0) > 0)) usable[step] = (usable[step] ?? 0) + 1;
  }
  let left = pairs;
  return usable
    .sort((a, b) => b - a)
    .filter((calls) => {
      const isNeeded = left > 0;
      left -= calls;
      return isNeeded;
    }).length;
}

function stepsOf({ stepOf }: PairingProblem, { pairs }: Solution): ReadonlySet<number | undefined> {
  return new Set(pairs.map(([, j]) => stepOf[j]));
}

/**
 * The pairing with the closest arguments inside the windows; `solution` where that pairing breaks the order or takes more
 * steps.
 */
function closest(search: Search, { solution, windows }: Found, open: ReadonlySet<number>): Solution {
  const { problem, position } = search;
  const close = solve(problem, (i, j) => isOpen(windows, open, i, position[j] ?? 0));
  if (close.value.weight !== search.weight || violation(search, close.pairs) !== null) return solution;
  if (stepsOf(problem, close).size > Math.max(search.order.longest, stepsOf(problem, solution).size)) return solution;
  return isWorthMore(close.value, solution.value) ? close : solution;
}

/**
 * A pairing of full weight in the open steps that keeps the order. Null where there is none, and where the search reaches its
 * bound first.
 */
function keepOrder(search: Search, open: ReadonlySet<number>): Found | null {
  const { problem } = search;
  const last = problem.steps.length - 1;
  const stack: Windows[] = [{ first: problem.rows.map(() => 0), last: problem.rows.map(() => last) }];
  for (let windows = stack.pop(); windows !== undefined; windows = stack.pop()) {
    const narrow = search.complete ? narrowed(search, windows, open) : windows;
    if (narrow === null) continue;
    if (search.left <= 0) return null;
    search.left -= 1;
    const solution = inWindows(search, narrow, open);
    if (solution.value.weight !== search.weight) continue;
    const broken = violation(search, solution.pairs);
    if (broken === null) return { solution, windows: narrow };
    const [a, b, step] = broken;
    stack.push(
      { ...narrow, last: narrow.last.with(a, step - 1) },
      { ...narrow, first: narrow.first.with(b, step + 1) },
    );
  }
  return null;
}

function placesOf(problem: PairingProblem): Pick<Search, 'position' | 'stepsFor'> {
  const at = new Map(problem.steps.map((step, i) => [step, i]));
  const position = problem.stepOf.map((step) => at.get(step) ?? 0);
  const stepsFor = problem.pairs.map(
    (line) => new Set(line.flatMap(({ weight }, j) => (weight === 0 ? [] : [position[j] ?? 0]))),
  );
  return { position, stepsFor };
}

function isOpen(windows: Windows, open: ReadonlySet<number>, row: number, position: number): boolean {
  return open.has(position) && position >= (windows.first[row] ?? 0) && position <= (windows.last[row] ?? 0);
}

/** Windows without the steps that no pairing of all rows can use; null where a window becomes empty. */
function narrowed(
  { order: { before, rank }, stepsFor }: Search,
  { first, last }: Windows,
  open: ReadonlySet<number>,
): Windows | null {
  const [from, to] = [[...first], [...last]];
  const usable = (row: number, step: number): boolean => open.has(step) && stepsFor[row]?.has(step) === true;
  const forward = [...before.keys()].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
  for (const row of forward) {
    let step = from[row] ?? 0;
    for (const one of before[row] ?? []) step = Math.max(step, (from[one] ?? 0) + 1);
    while (step <= (to[row] ?? 0) && !usable(row, step)) step += 1;
    if (step > (to[row] ?? 0)) return null;
    from[row] = step;
  }
  for (const row of forward.toReversed()) {
    let step = to[row] ?? 0;
    while (step >= (from[row] ?? 0) && !usable(row, step)) step -= 1;
    if (step < (from[row] ?? 0)) return null;
    to[row] = step;
    for (const one of before[row] ?? []) to[one] = Math.min(to[one] ?? 0, step - 1);
  }
  return { first: from, last: to };
}

/** A pairing of greatest weight inside the windows. At equal weight, rows of low rank take early steps. */
function inWindows({ problem, order, position }: Search, windows: Windows, open: ReadonlySet<number>): Solution {
  const { rows, columns, pairs } = problem;
  const [most, finest] = [Math.max(1, ...pairs.flat().map(({ weight }) => weight)), Math.max(1, ...order.rank)];
  // A double must hold the sums exactly. The room beside the weights limits the number of different ranks.
  const room =
    Number.MAX_SAFE_INTEGER / (most * (rows.length + 1) * (rows.length + 1) * (problem.steps.length + 1)) - 1;
  const levels = Math.min(finest, Math.floor(room));
  const rankOf = (row: number): number => (levels < 1 ? 0 : Math.round(((order.rank[row] ?? 0) * levels) / finest));
  const scale = Math.max(0, levels) * problem.steps.length * rows.length + 1;
  const { columnOf } = assign(
    rows.map((_, i) =>
      columns.map((__, j) => {
        const weight = pairs[i]?.[j]?.weight ?? 0;
        if (weight === 0 || !isOpen(windows, open, i, position[j] ?? 0)) return 0;
        return weight * scale + rankOf(i) * (position[j] ?? 0);
      }),
    ),
  );
  const made = columnOf.flatMap((j, i) => (j === -1 ? [] : [[i, j] as const]));
  if (made.length === 0) return NOTHING;
  let [weight, closeness] = [0, 0];
  for (const [i, j] of made) {
    weight += pairs[i]?.[j]?.weight ?? 0;
    closeness += pairs[i]?.[j]?.closeness ?? 0;
  }
  return { value: { weight, whole: 0, closeness }, pairs: made };
}

/**
 * A pair of rows that breaks the order, `b` no later than the row `a` that it waits for, as `[a, b, position of a's step]`.
 * Null where the pairing keeps the order.
 */
function violation(search: Search, pairs: Solution['pairs']): readonly [number, number, number] | null {
  const stepOf = new Map(pairs.map(([i, j]) => [i, search.position[j] ?? 0]));
  for (const [b, step] of stepOf) {
    for (const a of search.order.before[b] ?? []) {
      const other = stepOf.get(a);
      if (other !== undefined && other >= step) return [a, b, other];
    }
  }
  return null;
}

/** The order by positions in `Problem.rows`. */
function orderIn({ rows }: PairingProblem, before: readonly (readonly number[])[]): Order {
  const at = new Map(rows.map((row, i) => [row, i]));
  const own = rows.map((row) => (before[row] ?? []).flatMap((one) => at.get(one) ?? []).sort((a, b) => a - b));
  const [depth, height] = [own.map(() => 0), own.map(() => 0)];
  // `before` is transitive, so a row has more rows before it than any of those rows has.
  const forward = [...own.keys()].sort((a, b) => (own[a]?.length ?? 0) - (own[b]?.length ?? 0));
  for (const i of forward) for (const one of own[i] ?? []) depth[i] = Math.max(depth[i] ?? 0, (depth[one] ?? 0) + 1);
  for (const i of forward.toReversed()) {
    for (const one of own[i] ?? []) height[one] = Math.max(height[one] ?? 0, (height[i] ?? 0) + 1);
  }
  const keys = own.map((_, i) => [-(height[i] ?? 0), depth[i] ?? 0] as const);
  const levels = [...new Set(keys.map((key) => key.join()))].map((key) => key.split(',').map(Number));
  levels.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
  const place = new Map(levels.map((level, i) => [level.join(), i]));
  return { before: own, rank: keys.map((key) => place.get(key.join()) ?? 0), longest: Math.max(0, ...depth) + 1 };
}
