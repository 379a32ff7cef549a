import { join } from 'node:path';
import { listCassettes } from '../../../cassette/store/library.ts';
import { renameCassettes } from '../../../cassette/store/rename-cassettes.ts';
import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import { LONGEST_SCENARIO_ID, SCENARIO_ID } from '../../../domain/scenario.ts';
import { loadConfig } from '../../../config/load.ts';
import { scenarioPlaces } from '../../../run/notes/scenario-places.ts';
import { knownServers } from '../../../run/servers/known-servers.ts';
import { loadSoundScenarios } from '../../../scenario/load.ts';
import { closest } from '../../../text/closest.ts';
import { escapeText } from '../../../text/escape.ts';
import { counted } from '../../../text/numbers.ts';
import { shellWord } from '../../../text/shell.ts';
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
    throw new TooltapeError('USAGE', `${JSON.stringify(from)} is both the old name and the new one`, {
      remedy: 'Write the name that the recordings have, then their new name.',
    });
  }
  const moved = renameCassettes(cassettes, what, from, to);
  if (moved.length === 0) throw nothingOf(cassettes, what, from);
  for (const one of moved) {
    terminal.out(`${escapeText(join(cassettes, one.from))} → ${escapeText(join(cassettes, one.to))}\n`);
  }
  terminal.err(`renamed ${counted(moved.length, 'recording')}\n`);
  const next = what === 'scenario' ? scenarioStep(from, to, cassettes) : modelStep(from, to);
  terminal.err(`next: ${escapeText(next)}\n`);
  return EXIT.done;
}

const REPLAY = 'npx tooltape replay';

/** What is left to do for a scenario: its id in the scenario file is the name of its recordings. */
function scenarioStep(from: string, to: string, cassettes: string): string {
  const cwd = process.cwd();
  const { scenarios } = soundOrNone(() =>
    loadSoundScenarios([], { cwd, servers: knownServers({ cwd, cassettes }), withoutTools: true }),
  ) ?? { scenarios: [] };
  if (scenarios.some(({ id }) => id === to)) return REPLAY;
  const place = scenarioPlaces(scenarios, cwd)(from);
  const where = place === null ? 'in its scenario file' : `in ${place.file}:${place.line}`;
  return `write the id ${to} ${where}, then ${REPLAY}`;
}

/** What is left to do for a model: its alias in the configuration, or its name in `--models`, is the name of its recordings. */
function modelStep(from: string, to: string): string {
  const config = soundOrNone(() => loadConfig({ file: null, cwd: process.cwd() }));
  if (config?.models.has(to) === true) return REPLAY;
  if (config?.models.has(from) !== true) return `${REPLAY} --models ${shellWord(to)}`;
  return `write the alias ${to} in place of ${from} in ${config.file ?? 'the configuration'}, then ${REPLAY}`;
}

/** The result; null where scenarios or configuration are wrong, because the recordings are renamed all the same. */
function soundOrNone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TooltapeError) return null;
    throw error;
  }
}

function expectName(what: 'scenario' | 'model', name: string): void {
  const fits =
    what === 'model' ? name !== '' : SCENARIO_ID.test(name) && Array.from(name).length <= LONGEST_SCENARIO_ID;
  if (fits) return;
  throw new TooltapeError(
    'USAGE',
    `${JSON.stringify(name)}: it is no ${what === 'model' ? 'name of a model' : 'id of a scenario'}`,
    {
      remedy:
        what === 'model'
          ? 'Write the name that `tooltape models` prints: gpt-4o, gpt-4o@openai.'
          : `Use letters, digits, ".", "_" and "-", at most ${LONGEST_SCENARIO_ID}, and no "_" at its beginning.`,
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
