import type { Act, MakeCommand } from '../../command-context.ts';

/** Adds `runs` and its commands. */
export function addRuns(command: MakeCommand, act: Act): void {
  const runs = command('runs', 'list, name and remove the runs that are kept', ['runs list']);
  command('list', 'the kept runs, newest first: name, time, what came of it, size', ['runs list'], runs).action(
    act(async () => (await import('./runs.ts')).list),
  );
  command(
    'name <run> <name>',
    'give a kept run a name: it stays, and `compare` and `view` know it',
    ['runs name last before-prompt-change', 'runs name 2026-11-29T19-12-15-123Z good'],
    runs,
  ).action(act(async () => (await import('./runs.ts')).name));
  command('remove <names...>', 'remove kept runs', ['runs remove before-prompt-change'], runs).action(
    act(async () => (await import('./runs.ts')).remove),
  );
}
