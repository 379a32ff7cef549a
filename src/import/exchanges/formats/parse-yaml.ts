import { yamlLibrary } from '../../../document/lines.ts';
import type { Json } from '../../../json/json.ts';

/** Parses YAML of PyYAML and Ruby, with binary values. Throws the error of js-yaml for invalid YAML. */
export function parseYaml(text: string): Json {
  const { CORE_SCHEMA, binaryTag, load, mergeTag } = yamlLibrary();
  return load(text, { schema: CORE_SCHEMA.withTags(binaryTag, mergeTag) }) as Json;
}
