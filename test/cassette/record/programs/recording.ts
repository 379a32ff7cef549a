import { createCellWriter } from '../../../support/cell-writer.ts';
import { createKeyer } from '../../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../../src/redact/redact.ts';
import { openCassette } from '../../../../src/cassette/store/store.ts';
import { createRecordingTransport } from '../../../../src/cassette/record/transport.ts';

/**
 * Records what is missing of 25 scenarios of 8 trials each, 8 requests in flight, as a run does. Prints how many
 * requests it made. Arguments: base URL, cassette folder.
 */
const [baseUrl = '', dir = ''] = process.argv.slice(2);
const redactor = createRedactor();
const keyer = createKeyer({ redactor });
const jobs = Array.from({ length: 200 }, (_, i) => ({ scenario: `s${i % 25}`, trial: Math.floor(i / 25) + 1 }));
let made = 0;

async function record(scenario: string, trial: number): Promise<void> {
  const body = { model: 'm', messages: [{ role: 'user', content: `${scenario} ${trial}` }] };
  const found = openCassette(dir, scenario, 'm', keyer)?.replayOf(trial).find('/chat/completions', body);
  if (found !== undefined && 'interaction' in found) return;
  const writer = createCellWriter({
    dir,
    scenario,
    model: 'm',
    gateway: 'g',
    source: 'live',
    now: () => Date.now(),
    mode: 'missing',
  });
  const transport = createRecordingTransport({ fetch, baseUrl, keyer, redactor, clock: () => performance.now() });
  made++;
  const response = await transport.fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
  await response.text();
  await transport.latest();
  transport.keep();
  await writer.save({ trial, interactions: transport.interactions });
}

async function work(): Promise<void> {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await record(job.scenario, job.trial);
}

await Promise.all(Array.from({ length: 8 }, work));
process.stdout.write(String(made));
