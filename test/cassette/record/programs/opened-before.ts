import { join } from 'node:path';
import { attachCassette } from '../../../../src/public/tape/attach-cassette.ts';

/** Asks two origins before, while and after cassettes are attached to them. Arguments: a folder and the origins. */
const [dir = '', first = '', second = ''] = process.argv.slice(2);

async function ask(origin: string): Promise<number> {
  const response = await fetch(`${origin}/v1/chat/completions`, { method: 'POST', body: '{"model":"m"}' });
  await response.text();
  return response.status;
}

// nock replaces the connection pool of the process once, when it is loaded.
await (await attachCassette({ file: join(dir, 'none.json'), origin: first, mode: 'none' })).close();
const before = await ask(first);
const replaying = await attachCassette({ file: join(dir, 'none.json'), origin: first, mode: 'none' });
const replayed = await ask(first);
const misses = replaying.misses.length;
await replaying.close();
const after = await ask(first);

const outer = await attachCassette({ file: join(dir, 'outer.json'), origin: first, mode: 'missing' });
await ask(second);
const inner = await attachCassette({ file: join(dir, 'inner.json'), origin: second, mode: 'missing' });
await ask(first);
await ask(second);
const recorded = [outer.recorded, inner.recorded];
await inner.close();
await outer.close();
process.stdout.write(JSON.stringify({ before, replayed, misses, after, recorded }));
