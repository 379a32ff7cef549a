/** Returns `make` with a cache: the result for an object is kept as long as the object exists. The object must not change. */
export function rememberFor<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (entry === undefined) {
      entry = { value: make(key) };
      known.set(key, entry);
    }
    return entry.value;
  };
}

/** A map of at most `most` entries. When it is full, the next entry begins it anew. */
export class BoundedMap<K, V> {
  readonly #most: number;
  #entries = new Map<K, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    // Not `clear`: the table of a cleared map keeps the next one in memory until a full garbage collection.
    if (this.#entries.size >= this.#most && !this.#entries.has(key)) this.#entries = new Map();
    this.#entries.set(key, value);
  }
}

/** Returns `make` with a cache for texts of at most `most` entries, because texts are never collected as keys. */
export function rememberTexts<V>(most: number, make: (text: string) => V): (text: string) => V {
  const known = new BoundedMap<string, V>(most);
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = make(text);
      known.set(text, value);
    }
    return value;
  };
}
