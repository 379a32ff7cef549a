import { yamlLibrary } from '../../../document/lines.ts';
import type { Json } from '../../../json/json.ts';

/** YAML as PyYAML and Ruby write it: with bytes. Errors: a text that says what is wrong. */
export function parseYaml(text: string): Json {
  const { CORE_SCHEMA, binaryTag, load, mergeTag } = yamlLibrary();
  return load(text, { schema: CORE_SCHEMA.withTags(binaryTag, mergeTag) }) as Json;
}

/** The JSON that a text is; undefined where it is none, as a file of one value a line. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
