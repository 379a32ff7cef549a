import { vendorOf } from '../../../protocol/protocols.ts';
import { answerClient, type ClientAnswers, type VendorApi } from '../../../agent/answer-client.ts';
import { runAgent, type AgentResult } from '../../../agent/agent-process.ts';
import { programEnvironment } from '../../../agent/environment.ts';
import { nodeMount } from '../../../agent/mounted.ts';
import { startProxy } from '../../../agent/proxy.ts';
import type { AgentProgram } from '../../../domain/agents/agent.ts';
import type { VendorName } from '../../../domain/agents/vendors.ts';
import type { Scenario } from '../../../domain/scenario.ts';
import type { Miss } from '../../../domain/transcript.ts';

/** Settings for the agents of a run. */
export interface AgentSettings {
  /** The environment of this process. */
  readonly env: { readonly [name: string]: string | undefined };
  /** The variables that the configuration gives the agent, with their values. Errors: MISSING_KEY. */
  readonly envOf: (agent: AgentProgram) => { readonly [name: string]: string };
  /** Milliseconds of silence that an agent without a setting may have, and that a model may take to answer. */
  readonly timeoutMs: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

export interface HeldAgent extends AgentResult {
  /** The first request without a recording. */
  readonly miss: Miss | null;
  /** Problems that kept requests from being answered. */
  readonly troubles: readonly string[];
  /** For each turn the number of interactions before it. */
  readonly starts: readonly number[];
  /** Number of requests that the agent made. */
  readonly asked: number;
  /** Names of the variables that pointed the agent to the proxy. */
  readonly pointed: readonly string[];
}

export interface AgentTraffic {
  readonly attached: ClientAnswers['attached'];
  readonly mode: 'replay' | 'all';
  readonly upstreamOf: (vendor: VendorName) => Promise<VendorApi>;
  /** Number of interactions so far. */
  readonly count: () => number;
  /** Ends the agent. The signal of the run ends it, too. */
  readonly signal?: AbortSignal;
}

/** Runs an agent through the turns of a scenario. Its requests go through a proxy. */
export async function holdAgent(
  agent: AgentProgram,
  scenario: Scenario,
  traffic: AgentTraffic,
  settings: AgentSettings,
): Promise<HeldAgent> {
  const { clock } = settings;
  const listed = new Map(agent.gateways.map((gateway) => [vendorOf(gateway.protocol).name, gateway]));
  const troubles = new Set<string>();
  let miss: Miss | null = null;
  let asked = 0;
  /** Number of requests and bodies that the agent waits for. */
  let waiting = 0;
  let lastSeen = clock();
  const seen = (): void => {
    lastSeen = clock();
  };
  const waitFor = async <T>(answer: Promise<T>): Promise<T> => {
    waiting += 1;
    seen();
    try {
      return await answer;
    } finally {
      waiting -= 1;
      seen();
    }
  };
  const upstreamOf = async (vendor: VendorName): Promise<VendorApi | string> => {
    if (listed.has(vendor)) return traffic.upstreamOf(vendor);
    const names = agent.gateways.map(({ name }) => name).join(', ');
    return `the agent asked a server of ${vendor}, and of its gateways (${names}) none is: add one to "gateways"`;
  };
  const proxy = await startProxy(
    async (request) => {
      asked += 1;
      const answering = answerClient(request, {
        attached: traffic.attached,
        mode: traffic.mode,
        upstreamOf,
        onMiss: (found, endpoint) => {
          miss ??= found;
          return `no recording answers this request (${endpoint}): ${found.code}`;
        },
        onAnswer: seen,
        onTrouble: (text) => void troubles.add(text),
      });
      const answer = await waitFor(answering);
      const { body } = answer;
      return typeof body === 'string' || Buffer.isBuffer(body) ? answer : { ...answer, body: passing(body, waitFor) };
    },
    (why) => {
      asked += 1;
      troubles.add(why);
    },
  );
  try {
    const origins = new Map();
    const { env, pointed } = programEnvironment({
      env: { ...settings.env, ...settings.envOf(agent) },
      addresses: proxy.addresses,
      // The proxy adds the real keys of the gateways, so the agent gets placeholder keys.
      keepsKeys: false,
      mount: nodeMount(origins, proxy.addresses),
    });
    const starts: number[] = [];
    const own = agent.timeoutMs ?? settings.timeoutMs;
    const signal = traffic.signal === undefined ? settings.signal : AbortSignal.any([settings.signal, traffic.signal]);
    const result = await runAgent({
      command: agent.command,
      cwd: agent.cwd,
      env,
      // The addresses of a proxy are its own while it is open.
      mark: [...proxy.addresses.values()].join(' '),
      prompts: promptsOf(scenario),
      // A request ends by the time-out of its gateway, which does not count the wait for a place among other requests.
      patience: () => (waiting > 0 ? Number.POSITIVE_INFINITY : own),
      lastSeen: () => lastSeen,
      clock,
      signal,
      onTurn: () => void starts.push(traffic.count()),
    });
    return { ...result, miss, troubles: [...troubles], starts, asked, pointed };
  } finally {
    await proxy.close();
  }
}

/** The body, with `waitFor` around each wait for a chunk. The time that the agent takes to read is none of the gateway. */
async function* passing(
  body: AsyncIterable<Uint8Array>,
  waitFor: <T>(chunk: Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await waitFor(chunks.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** What the user says in each turn: the text of its last user message. */
export function promptsOf({ turns }: Scenario): readonly string[] {
  return turns.map(({ messages }) => textOf(messages.findLast(({ role }) => role === 'user')?.['content']));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => {
      const text = (part as { text?: unknown } | null)?.text;
      return typeof text === 'string' ? text : '';
    })
    .join('');
}
