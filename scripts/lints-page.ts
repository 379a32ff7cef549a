import { LINTS } from '../src/check/lints.ts';
import { MUTATIONS } from '../src/check/mutants/mutations.ts';
import { LOAD_LINTS } from '../src/scenario/lint/load-lints.ts';
import { code, table } from './markdown.ts';

const INTRO = `# What \`check\` looks for

\`tooltape check\` reads scenarios as a reviewer would: it lints them, answers each with the right calls, which must pass, and then
with one fault at a time, each of which must fail.

## Lints

An error makes \`check\` exit 1, a warning does not.
`;

const LOADED = `The following are found whenever scenarios are loaded; \`run\` prints them as warnings, a replay does not.
`;

const FAULTS = `## Faults in right answers

Of each expectation \`check\` makes wrong answers with one of these faults, and counts which of them the expectation notices. A fault
that the author allows in so many words (\`$any\`, \`$optional\`, \`extra: allow\`) counts neither way. \`--min-mutation 0.95\` makes the
share a gate.
`;

/** `docs/lints.md`: what `check` finds, from the tables of lints and of mutations. */
export function lintsPage(): string {
  const meanings = new Map(LINTS.flatMap(({ codes }) => Object.entries(codes)));
  return [
    INTRO,
    table(['code', 'meaning'], rowsOf(meanings)),
    LOADED,
    table(['code', 'meaning'], rowsOf(Object.entries(LOAD_LINTS))),
    FAULTS,
    table(['fault', 'meaning'], rowsOf(MUTATIONS.flatMap(({ kinds }) => Object.entries(kinds)))),
    'This page is made by `npm run generate` from `src/check` and `src/scenario/lint`.\n',
  ].join('\n');
}

function rowsOf(meanings: Iterable<readonly [string, string]>): string[][] {
  return [...meanings].map(([name, meaning]) => [code(name), meaning]);
}
