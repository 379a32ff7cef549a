import { converse } from '../conversation/converse.ts';
import type { JsonObject } from '../json/json.ts';
import type { ModelClient } from '../domain/model-client.ts';
import type { Model } from '../domain/model.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Verdict } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { AssistantTurn } from '../domain/wire.ts';
import { scoreTrial } from '../score/score.ts';
import { assistantMessage } from '../protocol/chat/serve-message.ts';
import { nextAnswer } from './next-answer.ts';
import type { Answer } from '../domain/answer.ts';
import type { Script } from './script.ts';
import { situate } from './conversation-state.ts';

/** What a script leads to: the whole conversation, without HTTP. Tool modules are not run: each answers null. */
export async function rehearse(scenario: Scenario, script: Script): Promise<Transcript> {
  let interaction = -1;
  const client: ModelClient = {
    complete(body) {
      interaction += 1;
      const situation = situate(scenario, body);
      const reading = readingOf(nextAnswer(script, situation), situation.callCount);
      return Promise.resolve({ kind: 'read', reading, latencyMs: 0, attempts: 0, interaction });
    },
  };
  return converse(scenario, MODEL, client, {
    defaults: { temperature: null, maxTokens: null, stream: false },
    finishRequest: (body: JsonObject) => body,
    tools: { runModule: () => Promise.resolve(null), sleep: () => Promise.resolve() },
  });
}

/** The verdict on a script. */
export async function rehearsedVerdict(scenario: Scenario, script: Script): Promise<Verdict> {
  return scoreTrial(scenario, await rehearse(scenario, script), { wire: 'fair' });
}

const MODEL: Model = {
  name: 'rehearsal',
  servedAs: 'rehearsal',
  gateway: {
    name: 'rehearsal',
    baseUrl: null,
    apiKeyEnv: null,
    concurrency: null,
    rpm: null,
    sandbox: true,
    headers: {},
  },
  price: null,
  omit: [],
  rename: {},
  request: {},
};

/** An answer as a client would have read it; `callCount` calls came before. */
export function readingOf(answer: Answer, callCount: number): AssistantTurn {
  const message = assistantMessage(answer, callCount);
  const calls = answer.kind === 'text' ? [] : answer.calls;
  return {
    ok: true,
    text: answer.kind === 'text' ? answer.text : null,
    calls: calls.map((call, i) => ({
      id: `call_${callCount + i + 1}`,
      name: call.name,
      rawArguments: call.rawArguments,
      arguments: call.arguments,
      malformed: null,
      written: call.written,
    })),
    message,
    finishReason: answer.kind === 'text' ? 'stop' : 'tool_calls',
    truncated: false,
    leaked: false,
    usage: { input: null, output: null },
    servedModel: null,
    findings: [],
  };
}
