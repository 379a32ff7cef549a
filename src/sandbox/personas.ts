import { PERSONAS, PREFERENCES, type Persona, type Preference } from '../domain/sandbox.ts';
import { rememberFor } from '../json/remember.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FailReason } from '../domain/score.ts';
import { needlessCalls, words, wrongArguments, wrongTools } from './faults.ts';
import { rehearsedVerdict } from './rehearse.ts';
import { oracleScript } from './oracle-script.ts';
import type { Script } from './script.ts';

/** True for the name of a persona. */
export function isPersona(name: string): name is Persona {
  return (PERSONAS as readonly string[]).includes(name);
}

/** True for a persona that chooses a tool by how the request presents the tools. */
export function isPreference(name: string): name is Preference {
  return (PREFERENCES as readonly string[]).includes(name);
}

interface Fault {
  readonly scripts: (scenario: Scenario, right: Script) => Iterable<Script>;
  /** Fail reasons that show the persona's fault. */
  readonly reasons: readonly FailReason[];
  /**
   * Fail reasons that are accepted second: where `tool_choice` forces a call, a wrong tool or a text ignores the choice first
   * of all.
   */
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
 * The script of a persona in a scenario. A persona with a fault takes the first wrong script that the scorer fails for the
 * reason of this fault. Where no script fails for it, the persona answers right: in a scenario without calls no argument can be
 * wrong.
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

/** True in about 60 of 100 trials. The FNV-1a hash of scenario and trial decides. */
function isRight(scenario: string, trial: number): boolean {
  let hash = 0x811c9dc5;
  for (const char of `${scenario}\n${trial}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // FNV-1a mixes short texts badly into its low bits, so the high bits are added to them.
  return ((hash ^ (hash >>> 15)) >>> 0) % 100 < 60;
}
