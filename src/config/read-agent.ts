import { vendorOf } from '../protocol/protocols.ts';
import { resolve } from 'node:path';
import { report, type Place } from '../document/place.ts';
import { PROMPT_ARGUMENT, type AgentProgram } from '../domain/agents/agent.ts';
import type { Gateway, Model } from '../domain/model.ts';
import { didYouMean } from '../text/closest.ts';
import { readValues } from './read-servers.ts';
import type { WrittenAgent, WrittenModel } from './written.ts';

/** Returns a gateway of the configuration. Where none has the name, reports a problem and returns undefined. */
export function gatewayNamed(
  name: string,
  gateways: ReadonlyMap<string, Gateway>,
  place: Place,
  ...path: (string | number)[]
): Gateway | undefined {
  const gateway = gateways.get(name);
  if (gateway !== undefined) return gateway;
  const known = [...gateways.keys()];
  const hint = `${didYouMean(name, known)} Known: ${known.join(', ')}.`;
  report(place, 'unknown-gateway', `There is no gateway "${name}".${hint}`, ...path);
  return undefined;
}

/** Keys of a model that an agent cannot have, because an agent makes its own requests. */
const OF_MODELS = ['gateway', 'model', 'omit', 'rename', 'request'] as const;

/** Reads a model with `agent`: a program of the user makes its requests. */
export function readAgentModel(
  alias: string,
  entry: WrittenModel,
  written: WrittenAgent,
  gateways: ReadonlyMap<string, Gateway>,
  folder: string,
  place: Place,
): Model {
  for (const key of OF_MODELS) {
    if (entry[key] === undefined) continue;
    const hint = key === 'gateway' ? 'write "gateways: […]"' : 'the program says it in its own requests';
    report(place, 'exclusive', `An agent has no "${key}": ${hint}.`, key);
  }
  if (written.command[0]?.trim() === '') report(place, 'empty', 'Name the program to start.', 'agent', 'command', 0);
  refuseGluedPrompt(written.command, place);
  if (entry.gateways === undefined) {
    report(place, 'missing-key', '"gateways" is missing: name the gateways that the agent asks, one a vendor.');
  }
  const own = (entry.gateways ?? []).flatMap((name, i) => gatewayNamed(name, gateways, place, 'gateways', i) ?? []);
  refuseTwins(own, place);
  const agent: AgentProgram = {
    command: written.command,
    cwd: resolve(folder, written.cwd ?? '.'),
    env: readValues(written.env ?? {}),
    answer: written.answer ?? 'stdout',
    timeoutMs: written.timeout_ms ?? null,
    gateways: own,
  };
  const [gateway] = own;
  // Without a gateway there is a problem, and the model is not used.
  return {
    name: alias,
    servedAs: alias,
    gateway: gateway as Gateway,
    price: entry.price ?? null,
    omit: [],
    rename: {},
    request: {},
    agent,
  };
}

/** An option with the prompt as its value: `--prompt={prompt}`. The program would get it as it is written. */
const GLUED_PROMPT = /^(--?[\w-]{1,80})=\{prompt\}$/;

/** Reports where `{prompt}` would not be replaced, although it can only stand for the prompt. */
function refuseGluedPrompt(command: readonly string[], place: Place): void {
  for (const [i, argument] of command.entries()) {
    const [, option] = GLUED_PROMPT.exec(argument) ?? [];
    if (option !== undefined) {
      const message = `The prompt has to be an argument of its own: write "${option}", "${PROMPT_ARGUMENT}".`;
      report(place, 'prompt', message, 'agent', 'command', i);
    }
  }
  if (command[0] === PROMPT_ARGUMENT)
    report(place, 'prompt', 'Name the program to start; the prompt is an argument of it.', 'agent', 'command', 0);
}

/** Reports gateways of one vendor, because a program gets the base URL of a vendor in one environment variable. */
function refuseTwins(gateways: readonly Gateway[], place: Place): void {
  const taken = new Map<string, string>();
  for (const [i, { name, protocol }] of gateways.entries()) {
    const vendor = vendorOf(protocol);
    const before = taken.get(vendor.name);
    if (before !== undefined) {
      const message = `"${before}" and "${name}" are both asked by clients of ${vendor.name}, which know one base URL (${vendor.baseUrlVariables[0]}): keep one of them.`;
      report(place, 'exclusive', message, 'gateways', i);
    }
    taken.set(vendor.name, name);
  }
}
