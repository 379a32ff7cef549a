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

/** Returns `make` with a cache for texts of at most `most` entries, because texts are never collected as keys. */
export function rememberTexts<V>(most: number, make: (text: string) => V): (text: string) => V {
  let known = new Map<string, V>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = make(text);
      // Not `clear`: the table of a cleared map keeps the next one in memory until a full garbage collection.
      if (known.size >= most) known = new Map();
      known.set(text, value);
    }
    return value;
  };
}
