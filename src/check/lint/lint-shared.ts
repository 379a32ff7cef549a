import type { DocumentProblem } from '../../document/place.ts';
import { isObject, type Json } from '../../json/json.ts';

/** Problems of tools that a file shares and none of its scenarios lists. */
export function unusedSharedTools(file: Json): readonly DocumentProblem[] {
  if (!isObject(file) || !Array.isArray(file['tools']) || !Array.isArray(file['scenarios'])) return [];
  const holders = [file['defaults'] ?? null, ...file['scenarios']];
  const used = new Set(
    holders.flatMap((holder) => (isObject(holder) && Array.isArray(holder['tools']) ? holder['tools'] : [])),
  );
  return file['tools'].flatMap((tool, i) => {
    const name = isObject(tool) ? (isObject(tool['function']) ? tool['function']['name'] : tool['name']) : undefined;
    if (typeof name !== 'string' || used.has(name)) return [];
    const message = `The file shares the tool ${JSON.stringify(name)}, but none of its scenarios lists it. List it, or leave it out.`;
    return [{ path: ['tools', i], message, code: 'unused-tool' }];
  });
}
