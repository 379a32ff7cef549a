/** The part of undici's dispatchers that is used here. `fetch` and undici send requests through a dispatcher. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  close?(): Promise<void>;
}

/** Symbols of the global dispatchers, of Node's own undici and of the package, one for each version of the interface. */
const PLACES: readonly symbol[] = ['1', '2'].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));

/** Connections of their own for each scope, until `undo`. */
export interface SeparateConnections {
  /** Makes later requests open new connections. A connection that is open bypasses whatever is mounted after it was opened. */
  readonly renew: () => void;
  readonly undo: () => void;
}

/** The scope of code that belongs to none. */
const NO_SCOPE = {};

/**
 * Gives each scope its own connections. A reused or queued connection runs in the async context of an earlier request, so that
 * with shared connections a request would count for another scope. `scopeOf` returns the scope of the running code; null for
 * none.
 */
export function separateConnections(scopeOf: () => object | null): SeparateConnections {
  // Loads undici, which sets its dispatcher then.
  void new Headers();
  const holder = globalThis as { [place: symbol]: Dispatcher | undefined };
  const parts = PLACES.map((place): SeparateConnections => {
    const shared = holder[place];
    if (shared === undefined) return { renew: () => {}, undo: () => {} };
    const pools = new Map<object, Dispatcher>();
    const separate = new Proxy(shared, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== 'dispatch') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return (options: object, handler: object): boolean => {
          const scope = scopeOf() ?? NO_SCOPE;
          const pool = pools.get(scope) ?? sameAs(target);
          pools.set(scope, pool);
          return pool.dispatch(options, handler);
        };
      },
    });
    holder[place] = separate;
    // `close` lets the requests that are under way end.
    const renew = (): void => {
      for (const pool of pools.values()) if (pool !== shared) void pool.close?.();
      pools.clear();
    };
    const undo = (): void => {
      // Keeps a dispatcher that other code has set since.
      if (holder[place] === separate) holder[place] = shared;
      renew();
    };
    return { renew, undo };
  });
  return {
    renew: () => parts.forEach((part) => part.renew()),
    undo: () => parts.forEach((part) => part.undo()),
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
