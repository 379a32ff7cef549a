import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContextOf } from '../../src/protocol/chat/read-context-of.ts';
import { readResponse } from '../../src/protocol/chat/read/read-response.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { PERSONAS } from '../../src/domain/sandbox.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { loadYaml } from './load-yaml.ts';
import { SHAPES } from './shapes.ts';
import { functionTools } from '../../src/protocol/function-tools.ts';

const { scenarios } = loadYaml(SHAPES);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ scenarios });
});
afterAll(() => sandbox.close());

test.each(PERSONAS)('the wire checks find nothing in what %s sends, streamed or not', async (persona) => {
  for (const scenario of scenarios) {
    for (const stream of [false, true]) {
      const body: JsonObject = { model: persona, messages: [...(scenario.turns[0]?.messages ?? [])], stream };
      if (functionTools(scenario.tools).length > 0) body['tools'] = [...functionTools(scenario.tools)];
      if (stream) body['stream_options'] = { include_usage: true };
      const response = await fetch(`${sandbox.baseUrl}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'x-tooltape-scenario': encodeURIComponent(scenario.id) },
      });
      const text = await response.text();
      const reading = readResponse(
        {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: stream ? { kind: 'sse', text } : { kind: 'json', value: JSON.parse(text) as Json },
        },
        readContextOf(body, 1),
      );
      expect(reading).toMatchObject({ ok: true, leaked: false, truncated: false, servedModel: persona });
      // A tool that is not declared is what the wrong-tool persona is there to call.
      const findings = reading.findings.map((finding) => `${scenario.id}: ${finding.check} ${finding.message}`);
      expect(findings).toEqual([]);
    }
  }
});
