import { join } from 'node:path';
import { listCassettes } from '../../../cassette/store/library.ts';
import { renameCassettes } from '../../../cassette/store/rename-cassettes.ts';
import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import { LONGEST_SCENARIO_ID, SCENARIO_ID } from '../../../domain/scenario.ts';
import { closest } from '../../../text/closest.ts';
import { escapeText } from '../../../text/escape.ts';
import { counted } from '../../../text/numbers.ts';
import { joinShort } from '../../../text/shorten.ts';
import type { CommandContext } from '../../command-context.ts';

export interface RenameOptions {
  readonly cassettes: string;
  readonly model?: true;
}

/** `tooltape cassettes rename`: moves the recordings of a renamed scenario or model. */
export async function rename(
  { terminal }: CommandContext,
  from: string,
  to: string,
  { cassettes, model }: RenameOptions,
): Promise<number> {
  const what = model === true ? 'model' : 'scenario';
  expectName(what, to);
  if (from === to) {
    throw new TooltapeError('USAGE', `${JSON.stringify(from)} is the old name and the new one`, {
      remedy: 'Name the one that the recordings have, then the one that they shall have.',
    });
  }
  const moved = renameCassettes(cassettes, what, from, to);
  if (moved.length === 0) throw nothingOf(cassettes, what, from);
  for (const one of moved) {
    terminal.out(`${escapeText(join(cassettes, one.from))} → ${escapeText(join(cassettes, one.to))}\n`);
  }
  const where = what === 'scenario' ? 'the id in its scenario file' : 'the alias in the configuration';
  terminal.err(`renamed ${counted(moved.length, 'recording')}; ${where} has to be ${escapeText(to)}, too\n`);
  return EXIT.done;
}

function expectName(what: 'scenario' | 'model', name: string): void {
  const fits =
    what === 'model'
      ? name !== ''
      : SCENARIO_ID.test(name) && name.length <= LONGEST_SCENARIO_ID && !name.startsWith('_');
  if (fits) return;
  throw new TooltapeError(
    'USAGE',
    `${JSON.stringify(name)}: it is no ${what === 'model' ? 'name' : 'id of a scenario'}`,
    {
      remedy: `Use letters, digits, ".", "_" and "-", at most ${LONGEST_SCENARIO_ID}, and no "_" at its beginning.`,
    },
  );
}

function nothingOf(cassettes: string, what: 'scenario' | 'model', name: string): TooltapeError {
  const names = { scenario: new Set<string>(), model: new Set<string>() };
  for (const found of listCassettes(cassettes)) {
    if ('severity' in found) continue;
    names.scenario.add(found.scenario);
    names.model.add(found.model);
  }
  const near = closest(name, [...names[what]]);
  const other = what === 'model' ? 'scenario' : 'model';
  if (names[other].has(name)) {
    const remedy =
      what === 'scenario' ? 'To rename the model, add --model.' : 'To rename the scenario, leave --model out.';
    throw new TooltapeError('USAGE', `${JSON.stringify(name)} has recordings as a ${other}, none as a ${what}`, {
      remedy,
    });
  }
  const recorded =
    names[what].size === 0 ? 'There are no recordings.' : `Recorded: ${joinShort([...names[what]].sort(), ', ', 300)}.`;
  return new TooltapeError('USAGE', `${cassettes}: there is no recording of the ${what} ${JSON.stringify(name)}`, {
    remedy: near === null ? recorded : `Did you mean ${near}?`,
  });
}
