import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/run-cli.ts';

/** The oldest TypeScript that the types are written for; the newest is that of this repository. */
const OLDEST_TYPESCRIPT = '5.9.3';

/** A project of somebody else that has installed the package as it would be published. */
export interface Installed {
  readonly dir: string;
  /** Compilers by version. */
  readonly compilers: readonly { readonly version: string; readonly tsc: string }[];
}

/** A registry that cannot be reached is no fault of the package; in CI it is an error all the same. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** A folder in which nothing but the package was installed. */
export interface EmptyProject {
  readonly dir: string;
}

/** Packs the built package, and runs `command`, which installs it by its name, in an empty folder; null where the registry cannot be reached. */
export function installTarball(command: string): EmptyProject | null {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-empty-'));
  const packed = mkdtempSync(join(tmpdir(), 'tooltape-packed-'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed], {
    cwd: ROOT,
    stdio: 'pipe',
  });
  const [program = '', ...args] = command.split(' ');
  const tarball = join(packed, `tooltape-${manifest(ROOT).version}.tgz`);
  const words = args.map((word) => (word === 'tooltape' ? tarball : word));
  try {
    execFileSync(program, [...words, '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: dir,
      stdio: 'pipe',
      timeout: 300_000,
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return null;
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
  return { dir };
}

/** Whether an installation failed because the registry cannot be reached, which is said on stderr. */
function isUnreachable(error: unknown): boolean {
  const { stderr = '' } = error as { readonly stderr?: string | Buffer };
  if (!UNREACHABLE.test(String(stderr)) || process.env['REQUIRE_BROWSER'] !== '') return false;
  process.stderr.write('skipped: the registry cannot be reached, so the packed package is not tested\n');
  return true;
}

/** Packs the built package and installs it into an empty folder; null, with a word on stderr, where the registry cannot be reached. */
export function installPacked(): Installed | null {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-installed-'));
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }));
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 300_000 });
  // What is packed was built before the tests.
  npm(ROOT, 'pack', '--silent', '--ignore-scripts', '--pack-destination', dir);
  const { version, devDependencies } = manifest(ROOT);
  const packages = [
    `./tooltape-${version}.tgz`,
    `typescript@${OLDEST_TYPESCRIPT}`,
    `@types/node@${devDependencies['@types/node']}`,
  ];
  try {
    npm(dir, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...packages);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return null;
  }
  for (const part of ['scenarios', 'cassettes', 'tooltape.config.yaml']) {
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  }
  const compilers = [dir, ROOT].map((home) => {
    const own = createRequire(join(home, 'package.json')).resolve('typescript/package.json');
    return { version: manifest(join(own, '..')).version, tsc: join(own, '../bin/tsc') };
  });
  return { dir, compilers };
}

function manifest(dir: string): {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as never;
}
