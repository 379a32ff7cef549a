/**
 * What the parts of a replay cost, in the order and mixture of a real one, inside this process.
 * Usage: node bench/parts.ts <project>: prints the milliseconds of each part as JSON.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cassettePath } from '../src/cassette/format/file-name.ts';
import { createKeyer } from '../src/cassette/lookup/key.ts';
import { createRedactor } from '../src/redact/redact.ts';
import { openCassette } from '../src/cassette/store/store.ts';
import { createReplayClient } from '../src/client/replay-client.ts';
import { prepareRun } from '../src/run/prepare-run.ts';
import { converse } from '../src/conversation/converse.ts';
import { createRunWriter, serializeTrial } from '../src/run/file/run-file-write.ts';
import { redactRow } from '../src/run/file/redact-row.ts';
import { trialRow } from '../src/run/file/trial-row.ts';
import { knownServers } from '../src/run/servers/known-servers.ts';
import { loadConfig } from '../src/config/load.ts';
import { createAggregator } from '../src/run/aggregate.ts';
import { scoreTrial } from '../src/score/score.ts';
import { conversationSettings } from '../src/run/trial/settings.ts';
import { protocolNamed } from '../src/protocol/protocols.ts';
import type { JsonObject } from '../src/json/json.ts';

const [project = '.'] = process.argv.slice(2);
process.chdir(project);

const spent: Record<string, number> = {};
let since = cpuMs();
/** Books the processor's time since the last call on a part: that of this thread, so that a busy machine tells the same. */
function book(part: string): void {
  const now = cpuMs();
  spent[part] = (spent[part] ?? 0) + now - since;
  since = now;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const options = { cassettes: 'cassettes', reporter: 'table', wire: 'fair' } as const;
const servers = { find: knownServers({ cwd: project }), servers: new Map(), listed: new Map(), definitions: [] };
const config = loadConfig({ file: null, cwd: project });
const { request } = prepareRun([], options, 'replay', { config, servers, env: {}, cwd: project, version: 'bench' });
book('scenarios, plan');

const redactor = createRedactor();
const keyer = createKeyer({ redactor });
const timedKeyer = {
  ...keyer,
  keyOf: (endpoint: string, body: Parameters<typeof keyer.keyOf>[1]): string => {
    book('conversation');
    const key = keyer.keyOf(endpoint, body);
    book('keys');
    return key;
  },
};
const tools = { runModule: () => Promise.reject(new Error('no modules here')), sleep: async () => {} };
const models = request.models.map((model) => model.name);
const folder = mkdtempSync(join(tmpdir(), 'tooltape-bench-'));
const writer = createRunWriter(join(folder, 'run.json'), {
  format: 'tooltape.run/1',
  tool: { version: 'bench' },
  createdAt: '',
  mode: 'replay',
  wire: 'fair',
  shard: null,
  models: [],
  scenarios: [],
});
const aggregator = createAggregator(models, request.scenarios);
book('other');
for (const { scenario, model } of request.cells) {
  const cassette = cassettePath(scenario.id, model.name);
  readFileSync(join('cassettes', cassette), 'utf8');
  book('reading');
  const open = openCassette('cassettes', scenario.id, model.name, timedKeyer);
  book('reading, parsing');
  for (const trial of open?.trials ?? []) {
    const replay = open?.replayOf(trial);
    if (replay === undefined) continue;
    const lookup = {
      unused: () => 0,
      find: (endpoint: string, body: JsonObject) => {
        const found = replay.find(endpoint, body);
        book('lookup');
        return found;
      },
    };
    const client = createReplayClient(lookup, protocolNamed(model.gateway.protocol));
    const settings = conversationSettings(request, false, tools);
    const timedClient = {
      complete: async (body: Parameters<typeof client.complete>[0]) => {
        const outcome = client.complete(body);
        book('client');
        return outcome;
      },
    };
    const transcript = await converse(scenario, model, timedClient, settings);
    book('conversation');
    const verdict =
      transcript.miss === null && transcript.error === null ? scoreTrial(scenario, transcript, { wire: 'fair' }) : null;
    book('scoring');
    const recordingHash = open?.recordingHash(trial) ?? null;
    book('recording hash');
    const own = trialRow({ scenario: scenario.id, model, trial, cassette, recordingHash }, transcript, verdict);
    book('rows');
    const row = redactRow(own, redactor);
    book('redaction of rows');
    writer.addLine(serializeTrial(row));
    book('report');
    aggregator.add(row);
    book('summary');
  }
}
const summary = aggregator.summarize();
book('summary');
writer.finish(summary);
book('report');
rmSync(folder, { recursive: true });

const parsing = (spent['reading, parsing'] ?? 0) - (spent['reading'] ?? 0);
delete spent['reading, parsing'];
console.log(
  JSON.stringify({ trials: summary.reduce((sum, row) => sum + row.trials, 0), parts: { ...spent, parsing } }),
);
