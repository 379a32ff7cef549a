import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

/** The items of an output list. Reports and leaves out every other value. */
export function itemsIn(output: Json | undefined, findings: Findings): JsonObject[] {
  if (!Array.isArray(output)) {
    report(findings, 'call-shape', 'breaking', 'output is not a list', { output: output ?? null });
    return [];
  }
  const items = output.filter(isObject);
  if (items.length < output.length) {
    report(findings, 'call-shape', 'breaking', 'output has an entry that is no item', output);
  }
  for (const item of items) {
    if (typeof item['type'] !== 'string') report(findings, 'call-shape', 'breaking', 'an item has no type', item);
  }
  return items;
}
