import { FIELDS } from '../src/protocol/places/field.ts';
import type { FieldName } from '../src/protocol/places/field-name.ts';
import { PROTOCOLS } from '../src/protocol/protocols.ts';
import { WORD_MEANING, WORDS, LOST } from '../src/relay/result.ts';
import { SITUATIONS } from '../src/relay/situations.ts';
import { code, table } from './markdown.ts';

/** What became of a field: every word. */
export function wordsTable(): string {
  return table(
    ['word', 'means', 'lost'],
    WORDS.map((word) => [code(word), WORD_MEANING[word], LOST.has(word) ? 'yes' : 'no']),
  );
}

/** What is sent and answered: every situation with what it looks at. */
export function situationsTable(): string {
  return table(
    ['situation', 'what', 'looks at'],
    SITUATIONS.map(({ id, about, fields, back }) => [code(id), about, [...fields, ...back].map(code).join(' ')]),
  );
}

/** Where each protocol says each field; a dash where it has no place for it. */
export function placesTable(): string {
  const names = Object.keys(FIELDS) as FieldName[];
  return table(
    ['field', 'what', ...PROTOCOLS.map(({ name }) => name)],
    names
      .filter((name) => !/^exchange\.|^answer\.status$/.test(name))
      .map((name) => [
        code(name),
        FIELDS[name].about,
        ...PROTOCOLS.map(({ places }) => {
          const { at } = places.fields[name];
          return at === null ? '–' : at.map((pattern) => code(withNode(places.nodes, name, pattern))).join(' or ');
        }),
      ]),
  );
}

function withNode(nodes: (typeof PROTOCOLS)[number]['places']['nodes'], name: FieldName, pattern: string): string {
  const { of } = FIELDS[name];
  const node = of === null ? '' : (nodes[of][0] ?? '');
  return node === '' || pattern === '' ? `${node}${pattern}` : `${node}.${pattern}`;
}

/** Where the places are from: the types of the official packages, else pages of the providers. */
export function sourcesTable(): string {
  const rows = PROTOCOLS.flatMap(({ name, places }) => {
    const fields = new Map<string, FieldName[]>();
    for (const [field, { source }] of Object.entries(places.fields)) {
      fields.set(source, [...(fields.get(source) ?? []), field as FieldName]);
    }
    return [...fields].map(([source, list]) => [name, source, list.map(code).join(' ')]);
  });
  return table(['protocol', 'source', 'fields'], rows);
}
