import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadScenarios, playCalls, score, type RecordedStep, type Scenario } from '../../../../src/index.ts';
import type { JsonObject } from '../../../../src/json/json.ts';
import { passHatK } from '../../../../src/stats/statistics.ts';
import { dataFolder } from '../../../support/data-folder.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { AIRLINE_TOOLS, answer } from './airline.ts';

const FOLDER = dataFolder('tau-bench', 'historical_trajectories/gpt-4o-airline.json');

interface Conversation {
  readonly task_id: number;
  readonly trial: number;
  /** Read for comparison alone. */
  readonly reward: number;
  readonly info: {
    readonly task: {
      readonly actions: readonly { readonly name: string; readonly kwargs: JsonObject }[];
      readonly outputs: readonly string[];
    };
    readonly reward_info?: { readonly info: JsonObject } | null;
  };
  readonly traj: readonly {
    readonly role: string;
    readonly content: string | null;
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
  }[];
}

const readJson = (path: string): JsonObject => JSON.parse(readFileSync(join(FOLDER ?? '', path), 'utf8')) as JsonObject;

/** The desk as a scenario: its tools are functions that change the state. */
function desk(state: JsonObject, turns: number): Scenario {
  const tools = AIRLINE_TOOLS.map((name) => ({
    name,
    parameters: { type: 'object' },
    returns: [{ module: `./desk.mjs#${name}` }],
  }));
  const turn = Array.from({ length: turns }, (_, i) => ({ user: `Message ${i}` }));
  const dir = tempDir({
    'scenarios/desk.mjs': '',
    'scenarios/desk.json': { id: 'desk', tools, turns: turn, expect: { state: {} } },
  });
  const [scenario] = loadScenarios([], { cwd: dir }).scenarios;
  if (scenario === undefined) throw new Error('no scenario');
  return { ...scenario, state, maxSteps: 30 };
}

function expecting(scenario: Scenario, state: JsonObject): Scenario {
  const plans = scenario.conversation?.plans.map((plan) => ({ ...plan, state: { $literal: state } })) ?? [];
  return { ...scenario, conversation: { plans } };
}

/** The responses to each user message; those before the first belong to it. */
function turnsOf({ traj }: Conversation): readonly (readonly RecordedStep[])[] {
  const turns: RecordedStep[][] = [];
  for (const { role, content, tool_calls: made } of traj) {
    if (role === 'user') turns.push([]);
    if (role !== 'assistant') continue;
    const calls = (made ?? []).map(({ function: { name, arguments: args } }) => ({ name, arguments: args }));
    turns.at(-1)?.push({ calls, text: content });
  }
  return turns;
}

/** The user has said that it is over; without that the conversation was broken off, and nothing is judged. */
const isOver = (one: Conversation): boolean => one.info.reward_info?.info !== undefined;

test.skipIf(FOLDER === null)(
  'the rewards of published conversations come out of the state that their calls lead to',
  async () => {
    const data = 'tau_bench/envs/airline/data';
    const flights = readJson(`${data}/flights.json`) as unknown as Record<string, Record<string, unknown>>;
    const state = { reservations: readJson(`${data}/reservations.json`), users: readJson(`${data}/users.json`) };
    const conversations = readJson('historical_trajectories/gpt-4o-airline.json') as unknown as readonly Conversation[];
    const options = {
      runModule: (_: string, name: string, args: JsonObject, context: { readonly state: JsonObject }) =>
        Promise.resolve(answer(name, args, context.state, flights)),
    };
    const empty = desk(state, 1);
    const wanted = new Map<number, JsonObject>();
    const passed = new Map<number, boolean[]>();
    const [onOutputs, unrecorded, wrong]: [string[], string[], string[]] = [[], [], []];
    for (const one of conversations) {
      const { task } = one.info;
      let end = wanted.get(one.task_id);
      if (end === undefined) {
        const right = task.actions.map(({ name, kwargs }) => ({ calls: [{ name, arguments: kwargs }] }));
        end = (await playCalls(empty, [right], options)).state;
        wanted.set(one.task_id, end);
      }
      const turns = turnsOf(one);
      const scenario = expecting({ ...empty, turns: turns.flatMap(() => empty.turns) }, end);
      const { pass } = score(scenario, await playCalls(scenario, turns, options));
      const texts = turns.flat().map(({ text }) => (text ?? '').toLowerCase().replaceAll(',', ''));
      const told = task.outputs.every((output) => texts.some((text) => text.includes(output.toLowerCase())));
      const name = `task ${one.task_id} trial ${one.trial}`;
      if (task.outputs.length > 0) onOutputs.push(name);
      if (!isOver(one)) unrecorded.push(name);
      const right = pass && told && isOver(one);
      if (right !== (one.reward === 1)) wrong.push(`${name}: reward ${one.reward}`);
      passed.set(one.task_id, [...(passed.get(one.task_id) ?? []), right]);
    }
    process.stderr.write(`judged on outputs too: ${onOutputs.join(', ')}\nnot over: ${unrecorded.join(', ')}\n`);
    expect(wrong).toEqual([]);
    expect(conversations).toHaveLength(200);
    expect(unrecorded).toHaveLength(5);
    const hats = [1, 2, 3, 4].map((k) => {
      const each = [...passed.values()].map((trials) => passHatK(trials.length, trials.filter(Boolean).length, k));
      return (each.reduce((sum, value) => sum + value, 0) / each.length).toFixed(3);
    });
    expect(hats).toEqual(['0.420', '0.273', '0.220', '0.200']);
  },
  600_000,
);
