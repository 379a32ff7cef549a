import { MODIFIERS, OPERATORS } from '../src/match/operators.ts';
import { code, table } from './markdown.ts';

const INTRO = `# Argument matchers

A plain value must be deeply equal: numbers by value, strings exactly (after Unicode's NFC), arrays in order, objects with
exactly these keys. An object with a \`$\` key is a matcher: exactly one operator, and the modifiers below beside it. Matchers nest
anywhere. \`m\` and \`n\` stand for a matcher or a plain value.
`;

const MODIFIER_INTRO = `## Modifiers
`;

/** `docs/matchers.md`: what every operator means, from the table of operators. */
export function matchersPage(): string {
  const rows = OPERATORS.map(({ name, operand, meaning, example }) => [
    code(name),
    code(operand),
    meaning,
    code(example),
  ]);
  const modifiers = MODIFIERS.map(({ name, meaning }) => [code(name), ownersOf(name), meaning]);
  return [
    INTRO,
    table(['operator', 'operand', 'fits', 'example'], rows),
    MODIFIER_INTRO,
    table(['modifier', 'beside', 'meaning'], modifiers),
    'This page is made by `npm run generate` from `src/match/operators`; [how to add a matcher](contributing/add-a-matcher.md).\n',
  ].join('\n');
}

function ownersOf(modifier: string): string {
  const owners = OPERATORS.filter(({ modifiers }) => modifiers?.some(({ name }) => name === modifier) === true);
  return owners.length === 0 ? 'every operator' : owners.map(({ name }) => code(name)).join(', ');
}
