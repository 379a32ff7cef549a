import { readFileSync } from 'node:fs';
import { EXIT, TooltapeError } from '../../domain/errors.ts';
import { closest } from '../../text/closest.ts';
import type { CommandContext } from '../command-context.ts';

const SCHEMAS = ['scenario', 'config', 'relay'] as const;

/** `tooltape schema`: prints the JSON Schema that gives completion in editors. */
export async function schema({ terminal }: CommandContext, name: string | undefined): Promise<number> {
  const chosen = SCHEMAS.find((known) => known === (name ?? 'scenario'));
  if (chosen === undefined) {
    const near = closest(name ?? '', SCHEMAS);
    throw new TooltapeError(
      'USAGE',
      `there is no schema ${JSON.stringify(name)}${near === null ? '' : `; did you mean ${near}?`}`,
      {
        remedy: `Name one of: ${SCHEMAS.join(', ')}.`,
      },
    );
  }
  terminal.out(readFileSync(new URL(`../../schema/${chosen}.schema.json`, import.meta.url), 'utf8'));
  return EXIT.done;
}
