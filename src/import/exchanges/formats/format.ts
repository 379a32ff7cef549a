import type { Json } from '../../../json/json.ts';

/**
 * An entry of a file in the form that `readExchange` takes: `{ url, request, status, headers, response }`; or the reason that
 * it is no exchange.
 */
export type Entry = { readonly value: Json } | { readonly refused: string };

/** A kind of file that holds exchanges: a row of `formats.ts`. */
export interface DocumentFormat {
  /** Name of the format in messages. */
  readonly title: string;
  /** True when a parsed file has this format. */
  fits(document: Json): boolean;
  /** The entries of a file, in order. */
  entries(document: Json): Iterable<Entry>;
  /**
   * Reads an entry on a line of its own, from a large file that was split into lines; null for a value of another format.
   * Absent where the format has no such lines.
   */
  readsLine?(value: Json): Entry | null;
}
