import type { JsonObject } from '../json/json.ts';
import type { Model } from '../domain/model.ts';

/**
 * The request body for a model: without the fields of `omit`, and with the new names of `rename`. A field that has the new name
 * already stays, because the scenario set it. Returns the same object where nothing applies.
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
