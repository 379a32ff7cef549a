/** Limits of a run; null for no limit. */
export interface Limits {
  readonly maxCostUsd: number | null;
  readonly maxRequests: number | null;
}

/** Counts requests and cost of a run, and says when no further trial may start. */
export interface Budget {
  readonly requests: number;
  readonly costUsd: number;
  /** True when a part of the cost is estimated. */
  readonly isEstimated: boolean;
  /** The limit that is reached; null while none is. */
  readonly reached: 'cost' | 'requests' | null;
  /** Counts a request and returns true, unless the limit is reached. */
  takeRequest(): boolean;
  addCost(usd: number, how: 'counted' | 'estimated'): void;
}

/** A budget with nothing spent. */
export function createBudget(limits: Limits): Budget {
  let requests = 0;
  let costUsd = 0;
  let isEstimated = false;
  const reached = (): Budget['reached'] => {
    if (limits.maxCostUsd !== null && costUsd >= limits.maxCostUsd) return 'cost';
    if (limits.maxRequests !== null && requests >= limits.maxRequests) return 'requests';
    return null;
  };
  return {
    get requests() {
      return requests;
    },
    get costUsd() {
      return costUsd;
    },
    get isEstimated() {
      return isEstimated;
    },
    get reached() {
      return reached();
    },
    takeRequest() {
      if (limits.maxRequests !== null && requests >= limits.maxRequests) return false;
      requests += 1;
      return true;
    },
    addCost(usd, how) {
      costUsd += usd;
      isEstimated ||= how === 'estimated';
    },
  };
}
