import { Session } from 'node:inspector/promises';
import { expect, test } from 'vitest';
import type { Level, PairingInput } from '../../../src/score/pairing/pairing.ts';

/** How often the blocks of pairing run while `work` does, as V8 counts them: steps, whatever the machine is busy with. */
async function counter(): Promise<(work: () => void) => Promise<number>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  // Blocks are counted in code that is compiled from now on.
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const counted = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => /\/src\/(score\/pairing|match\/(growing-)?assignment)/.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  };
  return async (work) => {
    await counted();
    work();
    return counted();
  };
}

const steps = await counter();
const { pairCalls } = await import('../../../src/score/pairing/pairing.ts');

const ORDERS = ['in groups', 'in a partial order', 'in one group', 'in three groups'] as const;

/** The groups and the partial order of the expected calls, one for each step. */
function orderOf(order: (typeof ORDERS)[number], places: readonly number[]): Pick<PairingInput, 'groups' | 'before'> {
  if (order === 'in groups') return { groups: places, before: null };
  if (order === 'in one group') return { groups: places.map(() => 0), before: null };
  if (order === 'in three groups') {
    const last = places.length - 1;
    return { groups: places.map((place) => (place === 0 ? 0 : place === last ? 2 : 1)), before: null };
  }
  return { groups: places.map(() => 0), before: places.map((row) => places.slice(0, row)) };
}

/** `size` calls of one tool, one a step. */
function serial(
  size: number,
  level: (row: number, column: number) => Level,
  order: (typeof ORDERS)[number],
): PairingInput {
  const places = Array.from({ length: size }, (_, i) => i);
  return {
    ...orderOf(order, places),
    steps: places,
    level,
    preference: () => 2,
    closeness: (row, column) => (row === column ? 1 : 0),
    rowKey: (row) => String(row).padStart(4, '0'),
    columnKey: (column) => String(column).padStart(4, '0'),
  };
}

const WAYS: readonly (readonly [string, (row: number, column: number, size: number) => Level])[] = [
  ['all right', (row, column) => (row === column ? 3 : 1)],
  ['all alike', () => 3],
  ['all wrong', () => 1],
  ['shifted by one', (row, column) => (row === column + 1 ? 3 : 1)],
  ['in reach', (row, column) => (Math.abs(row - column) <= 10 ? 3 : 1)],
  ['in reverse', (row, column, size) => (row === size - 1 - column ? 3 : 1)],
];

test.each(ORDERS.flatMap((order) => WAYS.map(([name, level]) => [order, name, level] as const)))(
  'pairing serial calls of one tool, %s, %s, takes at most the cube of their number in steps',
  async (order, _, level) => {
    const run = (size: number): Promise<number> =>
      steps(() => void pairCalls(serial(size, (row, column) => level(row, column, size), order)));
    await run(10);
    const [half, whole] = [await run(50), await run(100)];
    expect(half).toBeGreaterThan(50 ** 2);
    expect(whole).toBeLessThanOrEqual(10 * 100 ** 3);
    expect(whole / half).toBeLessThan(8.5);
  },
);
