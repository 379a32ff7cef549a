import type { JsonObject } from '../../json/json.ts';

/** Whether a tool is called with a text in place of arguments: it has a `format` and no parameters. */
export function isCustom(definition: JsonObject): boolean {
  return 'format' in definition && !('parameters' in definition);
}
