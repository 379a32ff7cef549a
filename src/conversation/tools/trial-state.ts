import { TooltapeError } from '../../domain/errors.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { isObject, joinPath, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { fillTemplate } from './template.ts';

/** The state of one trial, which its tools read and change. */
export interface TrialState {
  /** The state itself. Tool modules get it and may change it in place. */
  readonly live: JsonObject;
  /**
   * Writes the values of a `set`, with templates filled from the arguments. Throws a TooltapeError SCENARIO where a path goes
   * through a value that is no object.
   */
  write(set: JsonObject, args: JsonObject): void;
  /**
   * A copy of the state as JSON. Throws a TooltapeError TOOL_MODULE where a module has put a value into it that JSON cannot
   * express.
   */
  copy(): JsonObject;
}

/** Returns a copy of the scenario's state, for one trial. */
export function trialState(scenario: Scenario): TrialState {
  const live = scenario.state === null ? {} : structuredClone(scenario.state);
  return {
    live,
    write(set, args) {
      for (const [path, value] of Object.entries(set)) {
        const fault = setAt(live, keysOf(path, args), structuredClone(fillTemplate(value, args)));
        if (fault === null) continue;
        const message = `${scenario.file}: ${scenario.id}: \`set\` cannot write ${path}: ${fault}`;
        throw new TooltapeError('SCENARIO', message, { remedy: 'Correct the path, or the `state` of the scenario.' });
      }
    },
    copy() {
      try {
        return JSON.parse(JSON.stringify(live)) as JsonObject;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        const message = `${scenario.file}: ${scenario.id}: a tool module put into the state what JSON cannot hold: ${why}`;
        throw new TooltapeError('TOOL_MODULE', message, { cause, remedy: 'Keep plain JSON values in the state.' });
      }
    },
  };
}

const KEY = /\.?((?:[^.[\]$]|\$(?!\{)|\$\{[^{}]*\})+)|\[((?:[^[\]$]|\$(?!\{)|\$\{[^{}]*\})+)\]/gu;

/**
 * The keys of a path such as `orders.${id}.lines[0]`. Templates are filled after the path is split, so that a value with dots
 * stays one key.
 */
function keysOf(path: string, args: JsonObject): readonly string[] {
  return Array.from(path.matchAll(KEY), ([, key, index]) => {
    const quoted = index !== undefined && index.startsWith('"') ? (JSON.parse(index) as string) : index;
    const filled = fillTemplate(key ?? quoted ?? '', args);
    return textOrJson(filled);
  });
}

/**
 * Writes a value and makes missing objects on the way. Returns a sentence about the value on the way that is no object; null when
 * the value was written.
 */
function setAt(root: JsonObject, keys: readonly string[], value: Json): string | null {
  let at: Json = root;
  let path = '';
  for (const [i, key] of keys.entries()) {
    const last = i === keys.length - 1;
    if (Array.isArray(at)) {
      const index = /^\d+$/u.test(key) ? Number(key) : -1;
      if (index < 0 || index > at.length)
        return `${path || 'the state'} is a list of ${at.length}, and has no place ${JSON.stringify(key)}`;
      if (last) at[index] = value;
      else at = at[index] ??= {};
    } else if (isObject(at)) {
      if (last) put(at, key, value);
      else {
        if (!Object.hasOwn(at, key)) put(at, key, {});
        at = at[key] ?? null;
      }
    } else return `${path} is ${at === null ? 'null' : `a ${typeof at}`}, and holds no ${JSON.stringify(key)}`;
    path = joinPath(path, key);
  }
  return null;
}

/** Sets a property, also under names that every object inherits, such as `__proto__`. */
function put(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
