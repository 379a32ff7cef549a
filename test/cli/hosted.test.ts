import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json/json.ts';
import { runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const said = 'It opened in 1889.';
const part = { type: 'output_text', text: said, annotations: [] };

/** Answers in which the provider ran a tool of its own. */
const ANSWERS: readonly { readonly protocol: string; readonly request: JsonObject; readonly response: JsonObject }[] = [
  {
    protocol: 'responses',
    request: { model: 'gpt-5', input: 'When?', tools: [{ type: 'web_search' }] },
    response: {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      model: 'gpt-5',
      output: [
        { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'tower' } },
        { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [part] },
      ],
      usage: { input_tokens: 5, output_tokens: 5, total_tokens: 10 },
    },
  },
  {
    protocol: 'messages',
    request: { model: 'claude-x', max_tokens: 9, messages: [{ role: 'user', content: 'When?' }] },
    response: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-x',
      content: [
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'tower' } },
        { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
        { type: 'text', text: said },
      ],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 5, output_tokens: 5 },
    },
  },
  {
    protocol: 'gemini',
    request: { contents: [{ role: 'user', parts: [{ text: 'When?' }] }], tools: [{ codeExecution: {} }] },
    response: {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { executableCode: { language: 'PYTHON', code: 'print(1889)' } },
              { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1889' } },
              { text: said },
            ],
          },
          finishReason: 'STOP',
          index: 0,
        },
      ],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 5, totalTokenCount: 10 },
      modelVersion: 'gemini-x',
    },
  },
];

function itemOf(place: number, list: string): JsonObject {
  const [first] = (ANSWERS[place]?.response[list] ?? []) as JsonObject[];
  if (first === undefined) throw new Error('the answer holds no item');
  return first;
}

test('tools that a provider ran itself are shown with what they did, and are no calls', async () => {
  const dir = tempDir();
  const paths: { [protocol: string]: string } = {
    responses: '/v1/responses',
    messages: '/v1/messages',
    gemini: '/v1beta/models/gemini-x:generateContent',
  };
  const lines = ANSWERS.map((one, i) => JSON.stringify({ id: `e${i}`, path: paths[one.protocol], ...one }));
  writeFileSync(join(dir, 'log.jsonl'), lines.join('\n'));
  expect(await runCli(['import', 'exchanges', 'log.jsonl', '--out', 'out'], { cwd: dir })).toMatchObject({ code: 0 });
  const args = ['replay', '--cassettes', 'out/cassettes', 'out/scenarios', '--reporter', 'table,markdown:report.md'];
  const { run, stdout } = await runAndRead(args, { cwd: dir });
  expect(run.trials.map(({ status, calls, steps }) => [status, calls, steps[0]?.hosted])).toEqual([
    ['pass', [], [{ name: 'web_search_call', item: itemOf(0, 'output') }]],
    ['pass', [], [{ name: 'web_search', item: itemOf(1, 'content') }]],
    ['pass', [], [{ name: 'code_execution', item: { executableCode: { language: 'PYTHON', code: 'print(1889)' } } }]],
  ]);
  expect(stdout).toContain('Run by the providers themselves, no calls of the model and not judged: ');
  expect(stdout).toContain('code_execution (1 time)');
});
