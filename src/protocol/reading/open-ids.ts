/** The ids of calls in one request body, by order of appearance: a gateway invents them anew each time. */
export interface OpenIds {
  /** The new id of a call. */
  opened(served: string): string;
  /** The new id of the call that a result answers; an id that no call has is named like one. */
  answered(served: string): string;
}

/** Numbers ids from 1 behind `prefix`. Some gateways give two calls one id: their results then belong to them in order. */
export function openIds(prefix: string): OpenIds {
  let count = 0;
  const open = new Map<string, { readonly waiting: string[]; latest: string }>();
  const opened = (served: string): string => {
    const id = `${prefix}${++count}`;
    const known = open.get(served);
    if (known === undefined) open.set(served, { waiting: [id], latest: id });
    else {
      known.waiting.push(id);
      known.latest = id;
    }
    return id;
  };
  return {
    opened,
    answered(served) {
      if (!open.has(served)) opened(served);
      const known = open.get(served);
      return known?.waiting.shift() ?? known?.latest ?? served;
    },
  };
}
