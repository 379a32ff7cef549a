/** What `fetch` and undici send requests by: the part of their dispatchers that is used here. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  close?(): Promise<void>;
}

/** Where undici keeps its dispatcher, the one inside Node and the package, by version of its interface. */
const PLACES: readonly symbol[] = ['1', '2'].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));

/**
 * Gives the requests of each scope connections of their own. A connection that is used again, or opened for a request that had to
 * wait, runs in the async context of an earlier request: with connections shared, requests would be taken for those of another scope.
 * `scopeOf` tells the scope of the code that runs. Returns what undoes it.
 */
export function separateConnections(scopeOf: () => object | null): () => void {
  // Loads undici, which sets its dispatcher then.
  void new Headers();
  const holder = globalThis as { [place: symbol]: Dispatcher | undefined };
  const undo = PLACES.map((place) => {
    const shared = holder[place];
    if (shared === undefined) return () => {};
    const pools = new Map<object, Dispatcher>();
    const separate = new Proxy(shared, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== 'dispatch') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return (options: object, handler: object): boolean => {
          const scope = scopeOf();
          if (scope === null) return target.dispatch(options, handler);
          const pool = pools.get(scope) ?? sameAs(target);
          pools.set(scope, pool);
          return pool.dispatch(options, handler);
        };
      },
    });
    holder[place] = separate;
    return () => {
      // Somebody else's stays.
      if (holder[place] === separate) holder[place] = shared;
      for (const pool of pools.values()) if (pool !== shared) void pool.close?.();
    };
  });
  return () => {
    for (const one of undo) one();
  };
}

/** A dispatcher of the same kind with the same options; the very same where its kind cannot be made again. */
function sameAs(dispatcher: Dispatcher): Dispatcher {
  const kind = dispatcher.constructor as new (options?: object) => Dispatcher;
  if (kind.name !== 'Agent') return dispatcher;
  const place = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === 'options');
  const options = place === undefined ? undefined : (dispatcher as unknown as { [key: symbol]: object })[place];
  return new kind({ ...options });
}
