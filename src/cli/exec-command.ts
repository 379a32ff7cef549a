import type { Act, MakeCommand } from './command-context.ts';
import { addOptions } from './options.ts';

const FURTHER = `
The command finds a server on 127.0.0.1 in OPENAI_BASE_URL, ANTHROPIC_BASE_URL
and GOOGLE_GEMINI_BASE_URL; Node programs are caught without them, too.

Exit code: that of the command, 128 + n after signal n, 4 for a request that
found no recording, 2 when the command cannot be started or asked nothing.`;

/** Adds `exec`. */
export function addExec(command: MakeCommand, act: Act): void {
  const made = command('exec <command...>', 'record and replay a program of yours, in any language', [
    'exec --cassette agent.json -- python3 agent.py',
    'exec --cassette agent.json --record none -- npm test',
    'exec --cassette a.json --origin http://127.0.0.1:4010/v1 -- ./agent',
  ])
    .requiredOption('--cassette <file>', 'where its recording is')
    .option(
      '--origin <url>',
      'where to ask when recording: [openai=|anthropic=|gemini=]URL (default: that of the variable, else the vendor); may be repeated',
      collect,
    )
    .addHelpText('after', FURTHER);
  addOptions(made, ['record', 'config']).action(act(async () => (await import('./commands/exec/exec.ts')).exec));
}

function collect(value: string, previous?: readonly string[]): string[] {
  return [...(previous ?? []), value];
}
