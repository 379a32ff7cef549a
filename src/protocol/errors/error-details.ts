import { asList, isObject, type Json, type JsonObject } from '../../json/json.ts';

/** Codes below the code of an error: `reason` and `quotaId` of Google's details, and Azure's inner errors. */
export function reasonsOf(error: JsonObject): readonly string[] {
  const reasons: string[] = [];
  for (const detail of asList(error['details'])) {
    if (!isObject(detail)) continue;
    take(detail['reason'], reasons);
    for (const violation of asList(detail['violations'])) if (isObject(violation)) take(violation['quotaId'], reasons);
  }
  let inner = error['innererror'] ?? error['inner_error'];
  for (let depth = 0; depth < 4 && isObject(inner ?? null) && isObject(inner); depth += 1) {
    take(inner['code'], reasons);
    inner = inner['innererror'];
  }
  return reasons;
}

function take(value: Json | undefined, into: string[]): void {
  if (typeof value === 'string' && value !== '') into.push(value);
}
