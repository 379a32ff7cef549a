import { converse } from '../conversation/converse.ts';
import type { ToolEnvironment } from '../conversation/tools/simulate-tool.ts';
import type { ModelClient } from '../domain/model-client.ts';
import { gatewayWithoutAddress, type Model } from '../domain/model.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Verdict } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import { turnWithoutResponse, type AssistantTurn } from '../domain/wire.ts';
import { scoreTrial } from '../score/score.ts';
import { defaultProtocol } from '../protocol/protocols.ts';
import { nextAnswer } from './next-answer.ts';
import type { Answer } from '../domain/answer.ts';
import type { Script } from './script.ts';
import { conversationState } from './conversation-state.ts';

/** The protocol of rehearsals. A persona answers the same in every protocol. */
const REHEARSED = defaultProtocol();

/** An environment in which tool modules do not run and answer null. */
export const WITHOUT_MODULES: ToolEnvironment = {
  runModule: () => Promise.resolve(null),
  sleep: () => Promise.resolve(),
};

/** The transcript of the whole conversation with a script, without HTTP. */
export async function rehearse(
  scenario: Scenario,
  script: Script,
  tools: ToolEnvironment = WITHOUT_MODULES,
): Promise<Transcript> {
  let interaction = -1;
  const client: ModelClient = {
    complete(request) {
      interaction += 1;
      // What the real API would refuse is a matter for the lints. The expectation can be rehearsed all the same.
      const state = conversationState(scenario, REHEARSED.serving.parse(request));
      const reading = readingOf(nextAnswer(scenario, script, state), state.callCount);
      return Promise.resolve({ kind: 'read', reading, latencyMs: 0, attempts: 0, interaction });
    },
  };
  return converse(scenario, MODEL, client, {
    defaults: { temperature: null, maxTokens: null, stream: false },
    tools,
  });
}

/** The verdict on a script. Tool modules run only where `tools` runs them. */
export async function rehearsedVerdict(scenario: Scenario, script: Script, tools?: ToolEnvironment): Promise<Verdict> {
  return scoreTrial(scenario, await rehearse(scenario, script, tools), { wire: 'fair' });
}

const MODEL: Model = {
  name: 'rehearsal',
  servedAs: 'rehearsal',
  gateway: gatewayWithoutAddress({ name: 'rehearsal', protocol: REHEARSED.name, sandbox: true }),
  price: null,
  omit: [],
  rename: {},
  request: {},
};

/** An answer as a client reads it. `callCount` is the number of calls before it, from which ids of its calls continue. */
export function readingOf(answer: Answer, callCount: number): AssistantTurn {
  const calls = answer.kind === 'text' ? [] : answer.calls;
  return turnWithoutResponse({
    text: answer.kind === 'text' ? answer.text : null,
    calls: calls.map((call, i) => ({
      id: REHEARSED.serving.callId(callCount + i + 1),
      name: call.name,
      rawArguments: call.rawArguments,
      arguments: call.arguments,
      malformed: null,
      written: call.written,
    })),
    echo: REHEARSED.serving.echo(answer, callCount),
  });
}
