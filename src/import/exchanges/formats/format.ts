import type { Json } from '../../../json/json.ts';

/** An entry of a file in the words of `readExchange`: `{ url, request, status, headers, response }`; or why it is none. */
export type Entry = { readonly value: Json } | { readonly refused: string };

/** A kind of file that holds exchanges: a row of `formats.ts`. */
export interface DocumentFormat {
  /** As messages call it. */
  readonly title: string;
  /** Whether a parsed file is of this kind. */
  fits(document: Json): boolean;
  /** The entries of such a file, in its order. */
  entries(document: Json): Iterable<Entry>;
  /** Reads an entry that stands on a line of its own, as a large file is cut up; null for a value of another kind. Absent where none can. */
  readsLine?(value: Json): Entry | null;
}
