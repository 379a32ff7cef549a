import Table from 'cli-table3';
import { loadConfig } from '../config/load.ts';
import { EXIT } from '../domain/errors.ts';
import { escapeText } from '../report/escape.ts';
import type { CommandContext } from './program.ts';

/** `tooltape models`: what `--models` can name, and whether it could be asked now. */
export async function models({ terminal }: CommandContext, options: { readonly config?: string }): Promise<number> {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const listed = new Set(config.defaults.models);
  const table = new Table({
    head: ['model', 'gateway', 'served as', 'key', '$/M in', '$/M out', 'in list'],
    style: { head: terminal.color ? ['bold'] : [], border: [], compact: true },
  });
  for (const [alias, model] of config.models) {
    const { gateway, price } = model;
    const key = gateway.apiKeyEnv;
    const isSet = key !== null && (process.env[key] ?? '') !== '';
    table.push([
      escapeText(alias),
      escapeText(gateway.name),
      model.servedAs === alias ? '' : escapeText(model.servedAs),
      key === null ? 'none needed' : `${key} ${isSet ? 'is set' : 'is not set'}`,
      price === null ? '' : String(price.input),
      price === null ? '' : String(price.output),
      listed.has(alias) ? 'yes' : '',
    ]);
  }
  terminal.out(`${table.toString()}\n`);
  terminal.out(
    `From ${config.file ?? 'the built-in sandbox (there is no tooltape.config.yaml)'}. Others: name@gateway, with `,
  );
  terminal.out(`${[...config.gateways.keys()].map(escapeText).join(', ')}.\n`);
  return EXIT.done;
}
