import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './run-cli.ts';
import { tempDir } from './temp-dir.ts';

let tarball: string | null = null;

/** A project in which the package is installed as npm packs it, beside the packages of this repository. */
export function packedProject(files?: string): string {
  const dir = tempDir();
  const modules = join(dir, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '.cache' && name !== 'tooltape') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  mkdirSync(join(modules, 'tooltape'));
  execFileSync('tar', ['-xzf', pack(), '-C', join(modules, 'tooltape'), '--strip-components=1']);
  writeFileSync(join(dir, 'package.json'), '{"type":"module","private":true}\n');
  if (files !== undefined) cpSync(files, dir, { recursive: true });
  return dir;
}

function pack(): string {
  if (tarball !== null) return tarball;
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-pack-'));
  // `prepare` has built it: see build.ts.
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir];
  const name = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  tarball = join(dir, name);
  return tarball;
}
