import { join } from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { isObject, type Json, type JsonObject } from '../../src/json/json.ts';
import { snapshotsIn } from '../../src/mcp/snapshot.ts';
import { loadRelay } from '../../src/relay/config/load.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { tempDir } from '../support/temp-dir.ts';
import { blocksOf, PAGES, type Block } from './blocks.ts';

const BLOCKS = PAGES.flatMap(blocksOf).filter(({ language }) => language === 'yaml');

/** What a block is, told by its keys: each kind is read by the program's own reader. */
const READERS: Readonly<Record<string, (text: string, value: Json) => void>> = {
  configuration: (text) => {
    loadConfig({ file: null, cwd: tempDir({ 'tooltape.config.yaml': text }) });
  },
  relay: (text) => {
    const result = loadRelay({
      file: 'relay.yaml',
      cwd: tempDir({ 'relay.yaml': text }),
      env: { GW_KEY: 'x', LITELLM_KEY: 'x' },
    });
    expect(result.lanes.length).toBeGreaterThan(0);
  },
  scenario: (text) => {
    expect(load(text)).toBeGreaterThan(0);
  },
  'part of a scenario': (_, value) => {
    expect(load(JSON.stringify(wholeScenario(value as JsonObject)))).toBe(1);
  },
  workflow: (_, value) => {
    const steps = stepsOf(value);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => 'run' in step === 'uses' in step)).toEqual([]);
  },
  'recording of vcrpy': () => {},
  'file of another tool': () => {},
};

function kindOf({ marks }: Block, value: Json): string {
  if (marks.has('of')) return 'file of another tool';
  if (Array.isArray(value)) return 'workflow';
  const has = (...keys: string[]): boolean => isObject(value) && keys.some((key) => key in value);
  if (has('lanes')) return 'relay';
  if (has('gateways', 'models', 'servers', 'defaults') && !has('scenarios')) return 'configuration';
  if (has('interactions')) return 'recording of vcrpy';
  if (has('jobs', 'steps', 'permissions')) return 'workflow';
  return has('id', 'scenarios') ? 'scenario' : 'part of a scenario';
}

/** The MCP servers that the pages speak of, with their tools. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  files: ['read_file', 'write_file'],
  tracker: ['create_ticket'],
};

/** How many scenarios a file holds, as the program reads it. */
function load(text: string): number {
  const snapshots = Object.entries(SERVERS).map(([server, names]) => {
    const tools = names.map((name) => ({ name, description: name, inputSchema: { type: 'object' } }));
    return [
      `cassettes/_mcp/${server}.json`,
      { format: 'tooltape.mcp/1', server, version: '1', protocol: '2025-11-25', tools },
    ];
  });
  const dir = tempDir({
    'scenarios/block.yaml': text,
    'scenarios/tools.ts': 'export const weather = () => ({});\n',
    ...(Object.fromEntries(snapshots) as Record<string, object>),
  });
  const servers = snapshotsIn(join(dir, 'cassettes'), Object.keys(SERVERS));
  return loadScenarios(['scenarios'], { cwd: dir, servers }).scenarios.length;
}

/** The part with what it takes for granted: a prompt, and the tools that it names. */
function wholeScenario(part: JsonObject): JsonObject {
  const { returns, ...rest } = part;
  const asked = 'turns' in rest ? {} : { prompt: 'Something.' };
  const named = [...namesIn(rest)].map((name) => ({ name, returns: [{ result: {} }] }));
  const tools = returns === undefined ? named : [{ name: 'tool', returns }];
  return { id: 'part', ...asked, tools, ...rest };
}

/** Names of tools that an expectation holds. */
function namesIn(value: Json): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...namesIn(each)]));
  if (!isObject(value)) return new Set();
  const { name, extra, forbidden } = value;
  const listed = [extra, forbidden].flatMap((each) => (Array.isArray(each) ? each : []));
  const inside = Object.values(value).flatMap((each) => [...namesIn(each)]);
  return new Set([...inside, ...[name, ...listed].filter((each) => typeof each === 'string')]);
}

function stepsOf(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  const { steps, jobs } = value;
  return steps === undefined ? Object.values(isObject(jobs) ? jobs : {}).flatMap(stepsOf) : stepsOf(steps);
}

test('the documentation shows every kind of file', () => {
  const kinds = new Set(BLOCKS.map((block) => kindOf(block, parse(block.text) as Json)));
  expect([...kinds].sort()).toEqual(Object.keys(READERS).sort());
  expect(BLOCKS.length).toBeGreaterThan(30);
});

test.each(BLOCKS)('the YAML at $place is what its reader takes', (block) => {
  const value = parse(block.text) as Json;
  READERS[kindOf(block, value)]?.(block.text, value);
});
