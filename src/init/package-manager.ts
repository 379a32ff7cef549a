/** How a project gets its packages, and starts their programs. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** Commands of a workflow, after Node stands, that install what the lock file says. */
  readonly install: readonly string[];
  /** Starts a program of the project, and fetches none: `npx --no-install`. */
  readonly exec: string;
  /** The same where a person types it. */
  readonly start: string;
  /** Adds a package for development. */
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
  // Corepack comes with Node 24, and takes the version that "packageManager" in package.json names.
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
 * The package manager of a project, by `packageManager` in its package.json, else by its lock file; null where neither says.
 * `read` gives the text of a file of one folder, null where it has none.
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

/** Where nothing says otherwise. */
export const DEFAULT_MANAGER: PackageManager = NPM;
