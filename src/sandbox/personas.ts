import { PERSONAS, PREFERENCES, type Persona, type Preference } from '../domain/sandbox.ts';
import { rememberFor } from '../json/remember.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FailReason } from '../domain/score.ts';
import { needlessCalls, words, wrongArguments, wrongTools } from './faults.ts';
import { rehearsedVerdict } from './rehearse.ts';
import { oracleScript, type Script } from './script.ts';

/** True for a model that the sandbox simulates. */
export function isPersona(name: string): name is Persona {
  return (PERSONAS as readonly string[]).includes(name);
}

/** True for one of these that chooses by how tools are presented. */
export function isPreference(name: string): name is Preference {
  return (PREFERENCES as readonly string[]).includes(name);
}

interface Fault {
  readonly scripts: (scenario: Scenario, right: Script) => Iterable<Script>;
  /** The reasons that show the fault. */
  readonly reasons: readonly FailReason[];
  /** Reasons it falls back on: `tool_choice` forces a call, so that a wrong tool or mere words go against the choice first. */
  readonly otherwise: readonly FailReason[];
}

const FAULTS: { readonly [persona in 'wrong-arguments' | 'wrong-tool' | 'eager' | 'talker']: Fault } = {
  'wrong-arguments': { scripts: wrongArguments, reasons: ['wrong-arguments', 'invalid-arguments'], otherwise: [] },
  'wrong-tool': { scripts: wrongTools, reasons: ['wrong-tool'], otherwise: ['choice-ignored'] },
  eager: { scripts: needlessCalls, reasons: ['called-tool'], otherwise: [] },
  talker: { scripts: words, reasons: ['missing-call'], otherwise: ['choice-ignored'] },
};

const scriptsOf = rememberFor<Scenario, Map<string, Promise<Script>>>(() => new Map());

/**
 * What a persona does in a scenario. A faulty one takes the first way of being wrong that fails for the reason of its fault, as the
 * scorer sees it; where there is none (a scenario without calls has no arguments to get wrong) it is right.
 */
export function scriptFor(persona: Persona, scenario: Scenario, trial: number): Promise<Script> {
  const key = persona === 'flaky' && isRight(scenario.id, trial) ? 'oracle' : persona;
  const scripts = scriptsOf(scenario);
  let script = scripts.get(key);
  if (script === undefined) {
    script = writeScript(key, scenario);
    scripts.set(key, script);
  }
  return script;
}

async function writeScript(persona: Persona, scenario: Scenario): Promise<Script> {
  const right = oracleScript(scenario);
  switch (persona) {
    case 'oracle':
      return right;
    case 'one-at-a-time':
      return { ...right, serial: true };
    case 'flaky':
      for (const name of ['wrong-arguments', 'wrong-tool', 'eager', 'talker'] as const) {
        const wrong = await firstWrong(FAULTS[name], scenario, right);
        if (wrong !== null) return wrong;
      }
      return right;
    default:
      return (await firstWrong(FAULTS[persona], scenario, right)) ?? right;
  }
}

async function firstWrong(fault: Fault, scenario: Scenario, right: Script): Promise<Script | null> {
  let fallback: Script | null = null;
  for (const script of fault.scripts(scenario, right)) {
    const { reason } = await rehearsedVerdict(scenario, script);
    if (reason === null) continue;
    if (fault.reasons.includes(reason)) return script;
    if (fault.otherwise.includes(reason)) fallback ??= script;
  }
  return fallback;
}

/** Right in about 60 of 100 trials; FNV-1a of scenario and trial decides. */
function isRight(scenario: string, trial: number): boolean {
  let hash = 0x811c9dc5;
  for (const char of `${scenario}\n${trial}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The low bits of FNV-1a are weak for short texts.
  return ((hash ^ (hash >>> 15)) >>> 0) % 100 < 60;
}
