import { isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { valueAt } from '../../json/path.ts';

const PLACEHOLDER = /\$\$\{|\$\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

/**
 * Replaces `${path}` with the argument of the call at that path, at any depth of the value. A string that is only `${path}`
 * becomes the argument with its JSON type, null where there is none. Inside longer text the argument is written as text, empty
 * where there is none. `$${` is a literal `${`.
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
    return textOrJson(found);
  });
}

/** The argument at a path such as `a.b[0].c`; undefined where there is none. */
function lookUp(args: JsonObject, path: string): Json | undefined {
  return valueAt(args, path.trim());
}
