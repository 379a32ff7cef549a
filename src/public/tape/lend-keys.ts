import { PLACEHOLDER_KEY } from '../../domain/agents/placeholder-key.ts';
import { VENDORS } from '../../domain/agents/vendors.ts';

type Variables = { [name: string]: string | undefined };

/** The number of open tapes, which share one environment, and what the variables held before: undefined, or an empty text. */
const lent = { users: 0, before: new Map<string, string | undefined>() };

/**
 * Sets the key variables of each vendor to a placeholder where neither a key nor a token of the vendor is set, because SDKs
 * refuse to start without a key. Returns a function that removes the placeholders when no other tape needs them.
 */
export function lendKeys(env: Variables): () => void {
  if (lent.users++ === 0) lent.before = new Map(namesWithoutKey(env).map((name) => [name, env[name]]));
  for (const name of lent.before.keys()) if (!isSet(env, name)) env[name] = PLACEHOLDER_KEY;
  return () => {
    if (--lent.users > 0) return;
    for (const [name, before] of lent.before) {
      if (env[name] !== PLACEHOLDER_KEY) continue;
      if (before === undefined) delete env[name];
      else env[name] = before;
    }
  };
}

function namesWithoutKey(env: Variables): string[] {
  return Object.values(VENDORS).flatMap(({ keyVariables, tokenVariables }) =>
    [...keyVariables, ...tokenVariables].some((name) => isSet(env, name)) ? [] : keyVariables,
  );
}

function isSet(env: Variables, name: string): boolean {
  return (env[name] ?? '').trim() !== '';
}
