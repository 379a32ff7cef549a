import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json } from '../../src/domain/json.ts';

/** A folder of its own for one test; removed when the test ends. */
export interface TempFolder extends Disposable {
  readonly path: string;
  /** Writes JSON Lines; a string is written as it is. */
  lines(file: string, ...lines: readonly (Json | string)[]): string;
}

export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'tooltape-bfcl-'));
  return {
    path,
    lines(file, ...lines) {
      const target = join(path, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
      return target;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

/** A question with one function, `geo.find` (city, days), as BFCL writes it. */
export function question(id: string, text = 'Find it.'): Json {
  const properties = { city: { type: 'string' }, days: { type: 'float' } };
  return {
    id,
    question: [[{ role: 'user', content: text }]],
    function: [
      {
        name: 'geo.find',
        description: 'Finds.',
        parameters: { type: 'dict', properties, required: ['city'] },
      },
    ],
  };
}

export function answer(id: string, accept: { [parameter: string]: Json[] } = { city: ['Paris'] }): Json {
  return { id, ground_truth: [{ 'geo.find': accept }] };
}

export function result(id: string, ...calls: readonly Json[]): Json {
  return { id, result: [...calls], input_token_count: 10, output_token_count: 5, latency: 1.5 };
}
