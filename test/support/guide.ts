import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from './run-cli.ts';
import { tempDir } from './temp-dir.ts';

/** Code blocks of one language in a page. */
export function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(([, text = '']) => text);
}

/** Applies a diff of one hunk without line numbers. */
export function patched(text: string, diff: string): string {
  const lines = diff.trimEnd().split('\n');
  const side = (dropped: string): string =>
    lines
      .filter((line) => !line.startsWith(dropped))
      .map((line) => line.slice(1))
      .join('\n');
  const [before, after] = [side('+'), side('-')];
  expect(text.split(before).length, `one place for ${before}`).toBe(2);
  return text.replace(before, after);
}

/** A copy of the sources in which a change is tried. */
export interface Workshop {
  readonly read: (file: string) => string;
  readonly write: (file: string, text: string) => void;
  /** Runs a TypeScript file of the copy; returns what it prints. */
  readonly run: (...args: string[]) => string;
  /** Checks the types of these folders, and lints them. */
  readonly check: (...folders: string[]) => void;
}

/** Copies what a new row of a table may touch, with these files beside it. */
export function workshop(files: Record<string, string> = {}): Workshop {
  const dir = tempDir(files);
  for (const part of [
    'src',
    'scripts',
    'docs',
    'scenarios',
    'schema',
    'package.json',
    'tsconfig.json',
    '.oxlintrc.json',
  ]) {
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  const run = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  return {
    read: (file) => readFileSync(join(dir, file), 'utf8'),
    write,
    run,
    check: (...folders) => {
      const compilerOptions = { typeRoots: [join(ROOT, 'node_modules/@types')] };
      const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: folders, exclude: [] };
      write('tsconfig.json', JSON.stringify(config));
      run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
      run(join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--type-aware', ...folders);
    },
  };
}
