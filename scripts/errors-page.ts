import { ERROR_CODES, EXIT, EXIT_MEANING } from '../src/domain/errors.ts';
import { code, table } from './markdown.ts';

const INTRO = `# Errors

Every error says what was found, where, what was expected and what to do: \`error CODE: …\` and \`fix: …\` on standard error. The code
is stable; the library throws the same errors as \`TooltapeError\`, with the code in \`error.code\` and the way out in \`error.remedy\`.
`;

/** `docs/errors.md`: every expected error with its exit code, and what the exit codes mean. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([name, { meaning, exit }]) => [code(name), meaning, String(exit)]);
  return [
    INTRO,
    table(['code', 'meaning', 'exit code'], rows),
    '## Exit codes\n\nThe first that applies.\n',
    exitCodeTable(),
    'This page is made by `npm run generate` from `src/domain/errors.ts`.\n',
  ].join('\n');
}

/** Exit codes in the order in which they apply. */
export function exitCodeTable(): string {
  const kinds = Object.keys(EXIT) as (keyof typeof EXIT)[];
  const rows = kinds.map((kind) => [String(EXIT[kind]), EXIT_MEANING[kind]]);
  return table(['exit code', 'meaning'], rows);
}
