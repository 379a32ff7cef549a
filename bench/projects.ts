import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeProject, writeSharedProject, type DataSize } from './data.ts';

const ROOT = resolve(import.meta.dirname, '..');
const BFCL = resolve(ROOT, '../shared/bfcl');

/** Everything that the generated files depend on. */
const MAKERS = [
  'bench/data.ts',
  'src/cassette/format/write-format.ts',
  'src/cassette/lookup/key.ts',
  'src/protocol/chat/encode.ts',
  'src/protocol/responses/encode.ts',
  'src/protocol/messages/encode.ts',
];

/** The folder of all data of this benchmark: kept between runs, under a name that tells versions apart. */
function dataFolder(): string {
  const digest = createHash('sha256');
  for (const file of MAKERS) digest.update(readFileSync(join(ROOT, file)));
  return join(tmpdir(), `tooltape-bench-${digest.digest('hex').slice(0, 8)}`);
}

/** A generated project of that size; made when it is not there yet. */
export function projectOf(size: DataSize): string {
  const over = size.protocol === undefined ? '' : `-${size.protocol}`;
  return made(`${size.scenarios}x${size.models}${over}`, (dir) => writeProject(dir, size));
}

/** The same with all scenarios in one file and five tools that they share. */
export function sharedProjectOf(size: DataSize): string {
  return made(`shared-${size.scenarios}x${size.models}`, (dir) => writeSharedProject(dir, size));
}

/** The published results of nine models as scenarios and cassettes; null where the data does not lie beside the checkout. */
export function bfclProject(program: string): string | null {
  if (!existsSync(BFCL)) return null;
  return made('bfcl', (dir) => {
    const args = ['import', 'bfcl', '--data', join(BFCL, 'data'), '--results', join(BFCL, 'result'), '--out', dir];
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the import of ${BFCL} ended with ${status}:\n${stderr}`);
  });
}

function made(name: string, make: (dir: string) => void): string {
  const dir = join(dataFolder(), name);
  if (existsSync(dir)) return dir;
  process.stderr.write(`writing ${dir}\n`);
  const unfinished = `${dir}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  make(unfinished);
  renameSync(unfinished, dir);
  return dir;
}

/** The built program; built when it is not there. */
export function builtProgram(): string {
  const program = join(ROOT, 'dist/cli/main.js');
  if (!existsSync(program)) spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  return program;
}
