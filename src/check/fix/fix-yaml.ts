import { createRequire } from 'node:module';
import type { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** The package `yaml`, loaded at the first use, because only `--fix` needs the position of each node. */
function library(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml') as typeof import('yaml');
}

/** A YAML or JSON text as a document whose nodes know their position; null when it does not parse. */
export function readYaml(text: string): Document | null {
  const document = library().parseDocument(text, { version: '1.2', keepSourceTokens: false });
  return document.errors.length > 0 ? null : document;
}

/** Offsets of a node's text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The offsets of a node; null for a node that does not stand in the text. */
export function spanOf(node: unknown): Span | null {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range === undefined || range === null ? null : { start: range[0], end: range[1] };
}

/** A YAML map or a JSON object. */
export function isMap(node: unknown): node is YAMLMap {
  return library().isMap(node);
}

/** A YAML sequence or a JSON array. */
export function isSeq(node: unknown): node is YAMLSeq {
  return library().isSeq(node);
}

/** The pairs of a map whose key is a string. */
export function pairsOf(map: YAMLMap): readonly { readonly key: string; readonly pair: Pair }[] {
  return map.items.flatMap((pair) => {
    const key = (pair.key as Scalar | null)?.value;
    return typeof key === 'string' ? [{ key, pair }] : [];
  });
}
