import { Option } from 'commander';
import type { Importer } from '../import/importer.ts';
import { IMPORTERS } from '../import/importers.ts';
import type { Act, MakeCommand } from './command-context.ts';

/** Adds `import` with a command for each importer. */
export function addImports(command: MakeCommand, act: Act): void {
  const all = Object.entries(IMPORTERS);
  const imports = command(
    'import',
    'turn other benchmarks into scenarios and cassettes',
    all.map(([name, { examples }]) => `import ${name} ${examples[0]}`),
  );
  for (const [name, importer] of all) {
    const { argument, options, help, examples } = importer;
    const made = command(
      name,
      help,
      examples.map((example) => `import ${name} ${example}`),
      imports,
    );
    if (argument !== undefined) made.argument(argument.term, argument.help);
    for (const { flags, help: text, required = false } of options) {
      made.addOption(new Option(flags, text).makeOptionMandatory(required));
    }
    made.action(importAction(act, importer));
  }
}

/** Commander gives the positional argument first, where the command has one, and then the options. */
function importAction(act: Act, importer: Importer): (...args: unknown[]) => Promise<void> {
  return act(async () => {
    const { importData } = await import('./commands/import.ts');
    return (context, ...args: unknown[]) => {
      const [first, last] = [args[0], args.at(-1)];
      const paths = importer.argument === undefined || first === undefined ? [] : [first].flat();
      return importData(context, importer, { paths: paths as string[], options: last as Record<string, string> });
    };
  });
}
