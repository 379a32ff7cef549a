/**
 * Many lookups in one process, of requests whose recordings are opened again and again: does memory grow?
 * Usage: node --expose-gc lookups.ts <project> <lookups>: prints lookups a second, and the growth of the heap in MB.
 */
import { join } from 'node:path';
import { createKeyer } from '../src/cassette/key.ts';
import { createRedactor } from '../src/cassette/redact.ts';
import { listCells, openCassette } from '../src/cassette/store.ts';

const [project = '.', wanted = '100000'] = process.argv.slice(2);
const lookups = Number(wanted);
const dir = join(project, 'cassettes');
const keyer = createKeyer({ redactor: createRedactor() });
const cells = listCells(dir).slice(0, 100);
const known = cells.map(({ scenario, model }) => {
  const [interaction] = openCassette(dir, scenario, model, keyer)?.recorded(1)?.interactions ?? [];
  if (interaction === undefined) throw new Error(`${scenario} × ${model} has no recording`);
  return { scenario, model, endpoint: interaction.endpoint, body: interaction.request };
});

function lookUp(count: number): void {
  for (let i = 0; i < count; i++) {
    const one = known[i % known.length];
    if (one === undefined) return;
    const found = openCassette(dir, one.scenario, one.model, keyer)?.replayOf(1).find(one.endpoint, one.body);
    if (found === undefined || 'miss' in found) throw new Error(`${one.scenario} × ${one.model} was not found`);
  }
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

lookUp(2000);
const before = heapMb();
const start = performance.now();
lookUp(lookups);
const elapsedMs = performance.now() - start;
console.log(
  JSON.stringify({ lookups, perSecond: Math.round((lookups / elapsedMs) * 1000), grownMb: heapMb() - before }),
);
