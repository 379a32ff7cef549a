import type { Json, JsonObject } from '../../json/json.ts';
import type { FieldName, RequestFieldName } from './field-name.ts';
import type { NodeKind } from './field.ts';
import type { Spot } from './pattern.ts';

/** The place of a field in a protocol, and how its value is translated. */
export interface FieldPlace {
  /** Patterns below the field's node. The first pattern with a value counts. */
  readonly at: readonly string[];
  /** Patterns for the events of a stream, where they differ from `at`. */
  readonly event?: readonly string[];
  /** Source for this place: a type or a page of the provider. */
  readonly source: string;
  /**
   * Patterns of the values that `says` reads, where these are not the field itself. A schema, for example, can express one fact
   * in several ways.
   */
  readonly from?: readonly string[];
  /** True for a place that is only read. Requests write another field of the protocol with the same meaning. */
  readonly heard?: true;
  /** Every request has to say it, so a gateway adds it where its client does not. */
  readonly required?: true;
  /** True where the texts of several spots are joined. */
  readonly joined?: true;
  /** The neutral value of a wire value; undefined where the wire value means nothing. Default: the wire value itself. */
  readonly says?: (value: Json, context: PlaceContext) => Json | undefined;
  /** The wire value of a neutral value, for fields that `encode` does not write. */
  readonly say?: (value: Json) => Json;
  /** Values to write together with the value of `say`, by pattern: the type of a format. */
  readonly beside?: { readonly [pattern: string]: Json };
}

export interface PlaceContext {
  readonly body: JsonObject;
  /** The node that has the field, or the body. */
  readonly node: Spot;
}

/** A field that a protocol does not have. */
export interface NoPlace {
  readonly at: null;
  /** Source for the absence: a type or a page of the provider. */
  readonly source: string;
}

/**
 * The places of all fields in a protocol. They show whether a gateway that translates lost a field, or whether the other
 * protocol does not have it.
 */
export interface Places {
  /** Patterns of the nodes of each kind in a request; of `made call` in a response. */
  readonly nodes: { readonly [kind in NodeKind]: readonly string[] };
  readonly fields: { readonly [name in FieldName]: FieldPlace | NoPlace };
  /** A pattern that matches in every answer, and in no error. */
  readonly answer: string;
  /** The names that a field may have, the usual one first. */
  readonly spellings: (name: string) => readonly string[];
  /** Joins an event stream into a whole body; null where it holds no answer. */
  readonly joined: (text: string) => JsonObject | null;
}

/** Places of the tools, the tool choice and the parameters. */
export type RequestPlaces = { readonly [name in RequestFieldName]: FieldPlace | NoPlace };
