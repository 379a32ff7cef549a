import { envValue } from '../../config/environment.ts';
import { loadConfig } from '../../config/load.ts';
import { secretsOf } from '../../config/secrets.ts';
import { createCleaner } from '../../redact/cleaner.ts';
import { EXIT } from '../../domain/errors.ts';
import type { Gateway } from '../../domain/model.ts';
import type { TableCell } from '../../report/document.ts';
import { price } from '../../text/numbers.ts';
import type { CommandContext } from '../command-context.ts';
import { printTable } from '../output/table.ts';

const LEGEND = '$/M: US dollars per million tokens · in list: asked without --models, and by --models list.';

/** `tooltape models`: prints the names for `--models`, and the gateways that have all they need. */
export async function models({ terminal }: CommandContext, options: { readonly config?: string }): Promise<number> {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  terminal.hide(createCleaner(secretsOf(config, process.env)));
  const listed = new Set(config.defaults.models);
  const all = [...config.models].map(([alias, model]) => ({ alias, ...model }));
  const renamed = all.some((model) => model.servedAs !== model.alias);
  printTable(terminal, [
    { title: 'model', cells: all.map((model) => model.alias) },
    { title: 'gateway', cells: all.map((model) => model.gateway.name) },
    ...(renamed ? [{ title: 'served as', cells: all.map((model) => model.servedAs) }] : []),
    { title: '$/M in', align: 'right', cells: all.map((model) => price(model.price?.input)) },
    { title: '$/M out', align: 'right', cells: all.map((model) => price(model.price?.output)) },
    { title: 'in list', cells: all.map((model) => (listed.has(model.alias) ? 'yes' : '')) },
  ]);
  terminal.say(`${LEGEND}\n\n`);
  const gateways = [...config.gateways.values()];
  printTable(
    terminal,
    [
      { title: 'gateway', cells: gateways.map((gateway) => gateway.name) },
      { title: 'key', cells: gateways.map((gateway) => keyState(gateway, process.env)) },
      { title: 'base URL', cells: gateways.map((gateway) => gateway.baseUrl ?? 'this machine, simulated') },
    ],
    [
      '',
      `From ${config.file ?? 'the built-in sandbox; there is no tooltape.config.yaml here'}.`,
      '--models takes these names, name@gateway for any other, list and all.',
    ],
  );
  return EXIT.done;
}

function keyState({ apiKeyEnv }: Gateway, env: NodeJS.ProcessEnv): TableCell {
  if (apiKeyEnv === null) return { text: 'none needed' };
  const isSet = envValue(env, apiKeyEnv) !== '';
  return isSet ? { text: `${apiKeyEnv} is set`, tone: 'good' } : { text: `${apiKeyEnv} is not set`, tone: 'warn' };
}
