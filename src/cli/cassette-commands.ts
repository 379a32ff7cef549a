import type { Act, MakeCommand } from './command-context.ts';
import { addOptions } from './options.ts';

/** Adds `cassettes` and its commands. */
export function addCassettes(command: MakeCommand, act: Act): void {
  const cassettes = command('cassettes', 'list, verify, compare, rename, prune and redact recordings', [
    'cassettes list',
    'cassettes diff',
  ]);
  addOptions(command('list', 'what is recorded: model, trials, age, size', ['cassettes list'], cassettes), [
    'cassettes',
  ]).action(act(async () => (await import('./commands/cassettes.ts')).list));
  addOptions(
    command('verify', 'are all files whole, their keys right, and free of secrets?', ['cassettes verify'], cassettes),
    ['cassettes', 'config'],
  ).action(act(async () => (await import('./commands/cassettes.ts')).verify));
  addOptions(
    command(
      'diff [older]',
      'say in sentences what changed in the recordings since a commit',
      ['cassettes diff', 'cassettes diff main', 'cassettes diff ../before/cassettes'],
      cassettes,
    ),
    ['cassettes'],
  ).action(act(async () => (await import('./commands/recordings/diff.ts')).diff));
  addOptions(
    command(
      'rename <old> <new>',
      'move the recordings of a scenario, or of a model, to another name',
      ['cassettes rename weather weather-in-paris', 'cassettes rename gpt-4o gpt-4o@openai --model'],
      cassettes,
    ).option('--model', 'the names are those of a model'),
    ['cassettes'],
  ).action(act(async () => (await import('./commands/recordings/rename.ts')).rename));
  addOptions(
    command(
      'prune [paths...]',
      'show recordings that none of these scenarios uses; --yes deletes them',
      ['cassettes prune', 'cassettes prune --yes'],
      cassettes,
    ).option('--yes', 'delete them'),
    ['cassettes'],
  ).action(act(async () => (await import('./commands/cassettes.ts')).prune));
  addOptions(command('redact', 'replace keys and tokens in all recordings', ['cassettes redact'], cassettes), [
    'cassettes',
    'config',
  ]).action(act(async () => (await import('./commands/cassettes.ts')).redact));
}
