import type { JsonObject } from '../json/json.ts';
import type { Model } from '../domain/model.ts';

/**
 * A request body as the model takes it: without what its `omit` lists, and under the names of its `rename`.
 * Where the new name is there already, it stays: the scenario asked for it itself. The very body where nothing applies.
 */
export function applyModelParameters(body: JsonObject, model: Pick<Model, 'omit' | 'rename'>): JsonObject {
  const renamed = Object.keys(model.rename).some((name) => Object.hasOwn(body, name));
  if (!renamed && !model.omit.some((name) => Object.hasOwn(body, name))) return body;
  const sent: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (model.omit.includes(name)) continue;
    const sentAs = Object.hasOwn(model.rename, name) ? (model.rename[name] ?? name) : name;
    if (sentAs !== name && Object.hasOwn(body, sentAs)) continue;
    sent[sentAs] = value;
  }
  return sent;
}
