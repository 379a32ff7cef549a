import { Option } from 'commander';
import { RELAY_REPORTERS } from '../relay/report/reporters.ts';
import type { Act, MakeCommand } from './command-context.ts';
import { joined } from './values/option-values.ts';
import { UnexpectedValue } from './values/unexpected-value.ts';

/** Adds `relay`. */
export function addRelay(command: MakeCommand, act: Act): void {
  command('relay [relay.yaml]', 'what a gateway loses in translation, seen from both ends', [
    'relay',
    'relay --lane chat-to-messages --reporter table,html:relay.html',
    'relay --max-lost 0',
    'relay --baseline relay.json --reporter table,junit:relay.xml',
  ])
    .addOption(new Option('--lane <names>', 'only these lanes: a,b; may be repeated').argParser(lanes))
    .addOption(new Option('--max-lost <n>', 'exit 1 when more fields are dropped, changed or failed').argParser(whole))
    .option('--baseline <relay.json>', 'exit 1 when a field is lost that came through in this report')
    .addOption(
      new Option(
        '--reporter <list>',
        `reports to print, or to write with :file — ${[...RELAY_REPORTERS.keys()].join(', ')}`,
      )
        .default('table')
        .argParser(joined()),
    )
    .action(act(async () => (await import('./commands/relay/relay.ts')).relay));
}

function lanes(value: string, previous: readonly string[] = []): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => name === '')) throw new UnexpectedValue('the name of a lane');
  return [...previous, ...names.filter((name) => name !== '')];
}

function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new UnexpectedValue('a whole number, 0 or more');
  return Number(value);
}
