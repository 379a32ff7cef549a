/** The part of undici's dispatchers that is used here. `fetch` and undici send requests through a dispatcher. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  close?(): Promise<void>;
}

/** Symbols of the global dispatchers, of Node's own undici and of the package, one for each version of the interface. */
const PLACES: readonly symbol[] = ['1', '2'].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));

/**
 * Gives each scope its own connections. A reused or queued connection runs in the async context of an earlier request, so that
 * with shared connections a request would count for another scope. `scopeOf` returns the scope of the running code. Returns a
 * function that undoes it.
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
      // Keeps a dispatcher that other code has set since.
      if (holder[place] === separate) holder[place] = shared;
      for (const pool of pools.values()) if (pool !== shared) void pool.close?.();
    };
  });
  return () => {
    for (const one of undo) one();
  };
}

/** A new dispatcher with the class and options of `dispatcher`; `dispatcher` itself where its class cannot be constructed. */
function sameAs(dispatcher: Dispatcher): Dispatcher {
  const kind = dispatcher.constructor as new (options?: object) => Dispatcher;
  if (kind.name !== 'Agent') return dispatcher;
  const place = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === 'options');
  const options = place === undefined ? undefined : (dispatcher as unknown as { [key: symbol]: object })[place];
  return new kind({ ...options });
}
