/** Builds the browser's part of the HTML report: one script, and one style sheet beside it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { noticesOf } from './notices.ts';

const APP = join(import.meta.dirname, '../src/report-app');

/** Writes the minified script to `outFile` (`….js`) and its style sheet beside it (`….css`). */
export async function buildReportApp(outFile: string): Promise<void> {
  const build = await rolldown({
    input: join(APP, 'main.tsx'),
    platform: 'browser',
    tsconfig: join(APP, 'tsconfig.json'),
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await build.generate({ format: 'iife', minify: true, comments: false });
  await build.close();
  const [script, ...more] = output;
  if (more.length > 0)
    throw new Error(`the app must be one script, but is ${output.map((o) => o.fileName).join(', ')}`);

  mkdirSync(dirname(outFile), { recursive: true });
  // Every report is a copy of these packages, and so carries their licences.
  const notices = noticesOf(script.moduleIds);
  writeFileSync(outFile, inlineScript(`/*!\n${notices.replaceAll('*/', '* /')}*/\n${script.code.trim()}`));
  writeFileSync(outFile.replace(/\.js$/, '.css'), styleSheet());
}

/** The files of `styles` in the order of their names, without comments and needless space. */
function styleSheet(): string {
  const folder = join(APP, 'styles');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.css'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(';}', '}')
    .trim();
}

/** The script stands inside a `script` element, where these two would end or distort it. */
function inlineScript(code: string): string {
  if (/<\/script|<!--/i.test(code)) throw new Error('the app holds text that cannot stand in a script element');
  return code;
}

if (import.meta.main) await buildReportApp(join(import.meta.dirname, '../dist/report/html-app.js'));
