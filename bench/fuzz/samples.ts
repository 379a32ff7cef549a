import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOOL = `{ name: get_weather, description: Weather of a city, parameters: { type: object, properties: { city: { type: string }, unit: { type: string, enum: [c, f] } }, required: [city] }, returns: [ { when: { city: Paris }, result: { temperature: 22 } }, { error: unknown city } ] }`;

/** Every part of the scenario language that can stand in one file. */
const SCENARIO = `tools:
  - ${TOOL}
  - { name: find, description: Finds things, parameters: { type: object, properties: { query: { type: string }, max: { type: number } }, required: [query] }, returns: [{ result: [{ name: "\${query} A" }], times: 1 }, { result: [] }] }
defaults: { tags: [all], tools: [get_weather, find] }
scenarios:
  - id: calls
    prompt: What is the weather in Paris, and where do I find umbrellas?
    request: { temperature: 0.5 }
    expect:
      calls:
        - { name: get_weather, arguments: { city: { $contains: Paris }, unit: { $optional: { $oneOf: [c, f] } } } }
        - { name: find, arguments: { query: { $regex: "umbrell?as?" }, max: { $optional: { $range: [1, 9] } } } }
      final: { contains: ["22"], not: error }
      extra: [find]
  - id: steps
    system: Be brief.
    turns:
      - { user: Weather in Paris?, expect: { steps: [[{ name: get_weather, arguments: { city: Paris } }]] } }
      - { user: Thanks., expect: { calls: [] } }
  - id: plans
    messages: [{ role: user, content: [{ type: text, text: Something }] }]
    tool_choice: auto
    max_steps: 3
    expect: { any_of: [{ calls: [{ name: find, arguments: { $subset: { query: { $any: true } } } }] }, { calls: [] }], forbidden: [get_weather] }
`;

const CONFIG = `gateways:
  box: { sandbox: true }
  shop: { base_url: "https://shop.example/v1", api_key_env: SHOP_KEY, concurrency: 8, rpm: 60, headers: { x-team: a } }
models:
  oracle: { gateway: box }
  flaky: { gateway: box, price: { input: 2.5, output: 10 }, omit: [top_p], rename: { max_tokens: max_completion_tokens } }
  big: { gateway: shop, model: vendor/big-1, request: { seed: 1 } }
defaults: { models: [oracle, flaky], trials: 2, concurrency: 4, retries: 0, temperature: 0, max_tokens: 800, timeout_ms: 5000 }
ignore: ["metadata.day"]
redact: ['internal-\\d+']
`;

/** Sound files of each kind, as the program itself writes and reads them. */
export interface Samples {
  /** A project with its recordings; changed files are put into copies of it. */
  readonly dir: string;
  readonly scenario: string;
  readonly config: string;
  /** The run file, and those of a run with failures. */
  readonly run: string;
  /** Path below the cassette folder, and text. */
  readonly cassettes: readonly { readonly path: string; readonly text: string }[];
}

/** Records a small project, streamed and not, with simulated models. */
export function makeSamples(program: string): Samples {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-fuzz-'));
  mkdirSync(join(dir, 'scenarios'));
  writeFileSync(join(dir, 'scenarios/all.yaml'), SCENARIO);
  writeFileSync(join(dir, 'tooltape.config.yaml'), CONFIG);
  for (const args of [
    ['run', '--models', 'oracle,wrong-arguments,flaky'],
    ['run', '--models', 'oracle,wrong-arguments,flaky,talker', '--stream', 'both'],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: dir, encoding: 'utf8' });
    if (status !== 0) throw new Error(`recording the samples ended with ${status}:\n${stderr}`);
  }
  const cassettes = readdirSync(join(dir, 'cassettes'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(dir, 'cassettes', path), 'utf8') }));
  const run = readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8');
  return { dir, scenario: SCENARIO, config: CONFIG, run, cassettes };
}
