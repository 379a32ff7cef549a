/**
 * New ids for the calls of one request body, numbered by first appearance, because a gateway invents ids anew for each answer.
 */
export interface OpenIds {
  /** The new id of a call. */
  opened(served: string): string;
  /** The new id of the call that a result answers. A result whose id no call has gets a new id as well. */
  answered(served: string): string;
}

/**
 * New ids are `prefix` and a number, from 1. Where a gateway gave two calls one id, the first result belongs to the first call.
 */
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
