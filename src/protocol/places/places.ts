import type { Json, JsonObject } from '../../json/json.ts';
import type { FieldName, RequestFieldName } from './field-name.ts';
import type { NodeKind } from './field.ts';
import type { Spot } from './pattern.ts';

/** Where a protocol says a field, and in which words. */
export interface Place {
  /** Patterns below the field's tool, call, result … or the body; the first at which something is said counts. */
  readonly at: readonly string[];
  /** The same for the events of a stream, where they differ. */
  readonly event?: readonly string[];
  /** The type or the page of the provider that says so. */
  readonly source: string;
  /** Patterns of what `says` reads, where that is more than the field itself: a schema says one thing in several ways. */
  readonly from?: readonly string[];
  /** Understood where it arrives, and never said: another field of this protocol says the same. */
  readonly heard?: true;
  /** Whether several spots are one text. */
  readonly joined?: true;
  /** What a value comes to in neutral words; undefined where it says nothing. Left out, it is what stands there. */
  readonly says?: (value: Json, context: PlaceContext) => Json | undefined;
  /** What a neutral value is on the wire, for fields that requests of ours do not carry otherwise. */
  readonly say?: (value: Json) => Json;
  /** What stands beside a value that `say` puts there, by pattern: the type of a format. */
  readonly beside?: { readonly [pattern: string]: Json };
}

export interface PlaceContext {
  readonly body: JsonObject;
  /** The tool, call, result … or the body. */
  readonly node: Spot;
}

/** A field that a protocol has no place for. */
export interface NoPlace {
  readonly at: null;
  /** The type or the page of the provider that has no such field. */
  readonly source: string;
}

/** Where a protocol says what: the table that tells what a translation lost from what it could not say. */
export interface Places {
  /** Patterns of each kind of node in a request; for `made call`, in an answer. */
  readonly nodes: { readonly [kind in NodeKind]: readonly string[] };
  readonly fields: { readonly [name in FieldName]: Place | NoPlace };
  /** Names under which a field may stand, the usual one first. */
  readonly spellings: (name: string) => readonly string[];
  /** An event stream as the body that would have come whole; null where it holds no answer. */
  readonly joined: (text: string) => JsonObject | null;
}

/** The part of the table that tells of the tools, the choice and the parameters. */
export type RequestPlaces = { readonly [name in RequestFieldName]: Place | NoPlace };
