import { readFileSync } from 'node:fs';
import { code, table } from './markdown.ts';

const INTRO = `# The run file

Read the results of a run with a program of yours: \`tooltape run -o run.json\` writes them as one JSON document, and
\`.tooltape/last-run.json\` holds those of the last run. In a folder without the right to write, the run is judged all the same, with a
warning that it is not kept; a place that you name with \`--output\`, \`--reporter\` or \`--name\` is checked before the first trial.

- A trial stands on a line of its own, so that a program can read a file of any size line by line.
- Trials are sorted by scenario, by model in the order of the command, and by number.
- A replay writes the same \`trials\` and the same \`summary\` on every machine and at every run.
- A score is a number from 0 to 1, or null where it does not apply. Null is never 0.

\`openRun\` of the [library](library.md) reads such a file. The types below are the types that it returns.
`;

/** The interfaces of a run file, from the whole to its parts, with their headings. */
const PARTS = [
  ['RunHeader', 'The file'],
  ['RunSettings', 'The settings'],
  ['ModelRow', 'A model'],
  ['ScenarioRow', 'A scenario'],
  ['TrialRow', 'A trial'],
  ['CallRow', 'A call'],
  ['StepRow', 'A step'],
  ['ResultRow', 'A result of a tool'],
  ['Problem', 'A problem'],
  ['FindingRow', 'A wire finding'],
  ['Scores', 'The scores of a trial'],
  ['Summary', 'The summary of a model'],
] as const;

/** `docs/run-file.md`: every key of a run file, from the types in \`src/domain\`. */
export function runFilePage(): string {
  const sources = ['run', 'score'].map((name) =>
    readFileSync(new URL(`../src/domain/${name}.ts`, import.meta.url), 'utf8'),
  );
  const tables = PARTS.map(([name, heading]) => {
    const rows = fieldsOf(name, sources.join('\n')).map(({ key, type, text }) => [code(key), code(type), text]);
    return `## ${heading}\n\n${table(['key', 'type', 'meaning'], name === 'RunHeader' ? [...rows, ...LISTS] : rows)}`;
  });
  return [INTRO, ...tables, 'This page is made by `npm run generate` from `src/domain/run.ts`.\n'].join('\n');
}

/** What follows the header in a file. */
const LISTS = [
  [code('trials'), code('TrialRow[]'), 'Every trial, one a line.'],
  [code('summary'), code('Summary[]'), 'What the trials of each model come to.'],
];

interface Field {
  readonly key: string;
  readonly type: string;
  readonly text: string;
}

/** The fields of an interface as the formatter writes it. Errors: when there is none of that name. */
function fieldsOf(name: string, source: string): Field[] {
  const body = new RegExp(`export interface ${name} (?:extends \\w+ )?\\{\\n(.*?)\\n\\}`, 's').exec(source)?.[1];
  if (body === undefined) throw new Error(`src/domain has no interface ${name}`);
  const fields: Field[] = [];
  const pattern =
    /^ {2}(?:\/\*\*((?:(?!\*\/).)*)\*\/\n {2})?readonly (\w+\??): (.*?);$(?=\n {2}(?:\/\*\*|readonly)|(?![\s\S]))/gms;
  for (const [, text = '', key = '', type = ''] of body.matchAll(pattern)) {
    fields.push({ key, type: shortType(type), text: text.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim() });
  }
  return fields;
}

function shortType(type: string): string {
  return type
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/;(?= \})/g, '')
    .trim();
}
