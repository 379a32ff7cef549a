/** `npm run bench`: what the program costs, held against scripts that do the same work and nothing else. */
import { parseArgs } from 'node:util';
import { availableParallelism, loadavg } from 'node:os';
import { builtProgram } from './projects.ts';
import { SECTIONS } from './sections.ts';
import { subjectsOf } from './subjects.ts';
import { drawTable, isMet, type Line } from './table.ts';

const HELP = `Usage: npm run bench -- [options]

Generates its data in the temporary folder, runs the built program and the scripts of bench/ in turn,
and prints medians and ratios. Times of a busy machine vary, ratios hardly.

  --only <part>     one part; may be given again. Parts:
${Object.entries(SECTIONS)
  .map(([name, { about }]) => `                      ${name.padEnd(10)} ${about}`)
  .join('\n')}
  --full            the slow parts, too
  --gate            exit 1 when a budget is missed
  --program <file>  measure another build (default: dist/cli/main.js)
  --help
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    full: { type: 'boolean' },
    gate: { type: 'boolean' },
    program: { type: 'string' },
    help: { type: 'boolean' },
  },
});

async function bench(): Promise<boolean> {
  const wanted =
    values.only ?? Object.keys(SECTIONS).filter((name) => values.full === true || SECTIONS[name]?.slow !== true);
  const program = values.program ?? builtProgram();
  const subjects = subjectsOf(program);
  const lines: Line[] = [];
  for (const name of wanted) {
    const section = SECTIONS[name];
    if (section === undefined) throw new Error(`--only ${name}: expected one of ${Object.keys(SECTIONS).join(', ')}`);
    console.error(`measuring ${name}: ${section.about}`);
    lines.push(...(await section.run(subjects, program)));
  }
  const [load = 0] = loadavg();
  console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}\n`);
  console.log(drawTable(lines));
  return lines.every(({ budget }) => budget === null || isMet(budget));
}

if (values.help === true) console.log(HELP);
else if (!(await bench()) && values.gate === true) process.exitCode = 1;
