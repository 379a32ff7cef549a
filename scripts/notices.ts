import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name?: string };
}

/** Of packages that name it and leave out its text. */
const MIT = readFileSync(join(import.meta.dirname, '../LICENSE'), 'utf8').replace(/^[\s\S]*?(?=Permission is)/, '');

/**
 * The licences of the packages that these modules are of, whole, as their terms ask for where they are part of what is passed on.
 * Fails for a package without one.
 */
export function noticesOf(modules: Iterable<string>): string {
  const folders = new Set<string>();
  for (const module of modules) {
    const folder = packageFolder(module.replace(/^\0+/, '').split('?', 1)[0] ?? '');
    if (folder !== null) folders.add(folder);
  }
  const notices = [...folders].map((folder) => {
    const { name, version, license, author } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Package;
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.\w+)?$/i.test(entry));
    if (file === undefined && license !== 'MIT') throw new Error(`${name} is bundled, and does not say its licence`);
    const holder = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`);
    const text = file === undefined ? `Copyright (c) ${holder}\n\n${MIT}` : readFileSync(join(folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return notices.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file is of; null for our own. */
function packageFolder(file: string): string | null {
  if (!/[\\/]node_modules[\\/]/.test(file)) return null;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as Partial<Package>).version !== undefined
    ) {
      return folder;
    }
  }
  return null;
}
