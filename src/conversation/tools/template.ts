import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { valueAt } from '../../json/path.ts';

const PLACEHOLDER = /\$\$\{|\$\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

/**
 * Fills `${path}` from the arguments of the call, at any depth. Alone in a string it keeps the JSON type (null when there
 * is no such value); inside text it is written out (empty when there is none); `$${` is a literal `${`.
 */
export function fillTemplate(value: Json, args: JsonObject): Json {
  if (typeof value === 'string') return value.includes('${') ? fillText(value, args) : value;
  if (Array.isArray(value)) return value.map((item) => fillTemplate(item, args));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillTemplate(item, args)]));
}

function fillText(text: string, args: JsonObject): Json {
  const whole = WHOLE.exec(text);
  if (whole !== null) return lookUp(args, whole[1] ?? '') ?? null;
  return text.replace(PLACEHOLDER, (_, path: string | undefined) => {
    if (path === undefined) return '${';
    const found = lookUp(args, path);
    if (found === undefined || found === null) return '';
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
}

/** `a.b[0].c` inside the arguments; undefined where there is nothing. */
function lookUp(args: JsonObject, path: string): Json | undefined {
  return valueAt(args, path.trim());
}
