import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFile, TrialRow } from '../../src/domain/run.ts';
import { runCli, type CliOptions, type CliResult } from './run-cli.ts';

export interface WrittenScenario {
  readonly id: string;
  readonly prompt: string;
  readonly tools: readonly object[];
  readonly expect: object;
}

/** One scenario that wants `get_weather(city: Paris)` and an answer with its result. */
export const WEATHER: WrittenScenario = {
  id: 'weather',
  prompt: 'What is the weather in Paris?',
  tools: [
    {
      name: 'get_weather',
      description: 'Weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      returns: [{ result: { temperature: 22 } }],
    },
  ],
  expect: { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }], final: { contains: ['22'] } },
};

/** A configuration with one gateway at this address, whose key is in TEST_KEY, and the model `m` on it. */
export function gatewayConfig(baseUrl: string, extra: object = {}): object {
  return {
    gateways: { test: { base_url: baseUrl, api_key_env: 'TEST_KEY' } },
    models: { m: { gateway: 'test' } },
    defaults: { models: ['m'], retries: 0 },
    ...extra,
  };
}

export interface RanCli extends CliResult {
  readonly run: RunFile;
}

/** Runs the program and reads the run file that it leaves. */
export async function runAndRead(args: readonly string[], options: CliOptions): Promise<RanCli> {
  const result = await runCli(args, options);
  const path = join(options.cwd, '.tooltape/last-run.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`no run file; exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  }
  return { ...result, run: JSON.parse(text) as RunFile };
}

/** `pass`, `fail wrong-tool`, `error network`: the outcome of each trial, by scenario. */
export function outcomes(run: RunFile, model: string): Record<string, string> {
  const rows = run.trials.filter((row) => row.model === model);
  return Object.fromEntries(rows.map((row) => [row.scenario, outcome(row)]));
}

export function outcome(row: TrialRow): string {
  return row.reason === null ? row.status : `${row.status} ${row.reason}`;
}
