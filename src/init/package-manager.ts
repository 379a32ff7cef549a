/** A package manager, with the commands that install packages and start their programs. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** Commands of a CI workflow that install the versions of the lock file. Node is there before them. */
  readonly install: readonly string[];
  /** Start of a command that runs an installed program in CI. It never downloads one: `npx --no-install`. */
  readonly exec: string;
  /** Start of a command that runs an installed program in a terminal: `npx`. */
  readonly start: string;
  /** Command that adds a development dependency. */
  readonly add: string;
}

const NPM: PackageManager = {
  name: 'npm',
  install: ['npm ci'],
  exec: 'npx --no-install',
  start: 'npx',
  add: 'npm install --save-dev',
};

const PNPM: PackageManager = {
  name: 'pnpm',
  // Corepack comes with Node 24. It installs the version that `packageManager` in package.json names.
  install: ['corepack enable', 'pnpm install --frozen-lockfile'],
  exec: 'pnpm exec',
  start: 'pnpm exec',
  add: 'pnpm add --save-dev',
};

const YARN: PackageManager = {
  name: 'yarn',
  install: ['corepack enable', 'yarn install --immutable'],
  exec: 'yarn run',
  start: 'yarn run',
  add: 'yarn add --dev',
};

const YARN_CLASSIC: PackageManager = { ...YARN, install: ['corepack enable', 'yarn install --frozen-lockfile'] };

const BUN: PackageManager = {
  name: 'bun',
  install: ['npm install --global bun@1.4.5', 'bun install --frozen-lockfile'],
  exec: 'bunx --no-install',
  start: 'bunx',
  add: 'bun add --dev',
};

const LOCK_FILES: readonly (readonly [file: string, manager: (text: string) => PackageManager])[] = [
  ['pnpm-lock.yaml', () => PNPM],
  ['yarn.lock', (text) => (text.includes('# yarn lockfile v1') ? YARN_CLASSIC : YARN)],
  ['bun.lock', () => BUN],
  ['bun.lockb', () => BUN],
  ['package-lock.json', () => NPM],
  ['npm-shrinkwrap.json', () => NPM],
];

/**
 * The package manager of a project, by `packageManager` in its package.json, else by its lock file; null without both. `read` returns
 * the text of a file in the project's folder, null where there is no such file.
 */
export function packageManagerOf(read: (file: string) => string | null): PackageManager | null {
  const [, name, major] = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@(\d+)/.exec(read('package.json') ?? '') ?? [];
  if (name === 'yarn') return major === '1' ? YARN_CLASSIC : YARN;
  const named = [NPM, PNPM, BUN].find((manager) => manager.name === name);
  if (named !== undefined) return named;
  for (const [file, managerOf] of LOCK_FILES) {
    const text = read(file);
    if (text !== null) return managerOf(text);
  }
  return null;
}

/** The package manager of a project without a lock file and `packageManager`. */
export const DEFAULT_MANAGER: PackageManager = NPM;
