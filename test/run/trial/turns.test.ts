import { expect, test } from 'vitest';
import { createTurns } from '../../../src/run/trial/turns.ts';

test('one piece of work a turn, what is urgent first', async () => {
  const turns = createTurns();
  const done: string[] = [];
  const work = async (name: string, urgency: 'first' | 'later'): Promise<void> => {
    await turns.take(urgency);
    done.push(name);
  };
  const all = [work('a', 'later'), work('b', 'later'), work('c', 'first'), work('d', 'first')];
  let most = 0;
  for (let before = 0; done.length < 4; before = done.length) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    most = Math.max(most, done.length - before);
  }
  await Promise.all(all);
  expect(done).toEqual(['c', 'd', 'a', 'b']);
  expect(most).toBe(1);
});

test('an idle one starts again', async () => {
  const turns = createTurns();
  await turns.take('later');
  await new Promise<void>((resolve) => setTimeout(resolve, 5));
  await turns.take('first');
  await turns.take('later');
});
