import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A folder for one test; gone when the test ends. */
export interface TempFolder {
  readonly path: string;
  /** Writes JSON Lines and returns the file's path; a string is written as it is. */
  lines(file: string, ...lines: readonly (Json | string)[]): string;
}

export function tempFolder(): TempFolder {
  const path = tempDir();
  return {
    path,
    lines(file, ...lines) {
      const target = join(path, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
      return target;
    },
  };
}

/** A question with one function, `geo.find` (city, days), as BFCL writes it. */
export function question(id: string, text = 'Find it.'): JsonObject {
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

export function answer(id: string, accept: { [parameter: string]: Json[] } = { city: ['Paris'] }): JsonObject {
  return { id, ground_truth: [{ 'geo.find': accept }] };
}

export function result(id: string, ...calls: readonly Json[]): JsonObject {
  return { id, result: [...calls], input_token_count: 10, output_token_count: 5, latency: 1.5 };
}
