/** Limits of a run; null for no limit. */
export interface Limits {
  readonly maxCostUsd: number | null;
  readonly maxRequests: number | null;
}

/** What a trial spends. */
export interface Spending {
  /** Counts a request and returns true, unless the limit is reached. */
  takeRequest(): boolean;
  addCost(usd: number, how: 'counted' | 'estimated'): void;
}

/** The spending of one trial, which has a claim on the requests that it is expected to make. */
export interface Share extends Spending {
  /** Gives up the claim; to be called when the trial has ended. */
  leave(): void;
}

/** Counts requests and cost of a run, and says when no further trial may start. */
export interface Budget {
  readonly requests: number;
  readonly costUsd: number;
  /** True when a part of the cost is estimated. */
  readonly isEstimated: boolean;
  /** The limit that is reached, or that leaves too few requests for a whole trial; null while neither holds. */
  readonly reached: 'cost' | 'requests' | null;
  /**
   * Lets a trial start that is expected to make `expected` requests. Waits where trials in flight need the requests that are left.
   * Resolves to null where too few are left, so that no request is spent on a trial that cannot end; the first trial of a run
   * always starts. Null, too, when the run is stopped during the wait.
   */
  enter(expected: number): Promise<Share | null>;
}

/** A budget with nothing spent. An abort of `stop` ends all waits. */
export function createBudget(limits: Limits, stop: AbortSignal): Budget {
  const most = limits.maxRequests ?? Infinity;
  let requests = 0;
  let costUsd = 0;
  let isEstimated = false;
  /** True when a trial was refused for want of requests. */
  let isShort = false;
  /** Requests that each trial in flight is still expected to make. */
  const claims = new Map<object, number>();
  let waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const free = (): number => most - requests - [...claims.values()].reduce((sum, claim) => sum + claim, 0);
  stop.addEventListener('abort', wakeAll, { once: true });

  const share = (expected: number): Share => {
    const key = {};
    claims.set(key, expected);
    return {
      takeRequest() {
        if (requests >= most) return false;
        requests += 1;
        claims.set(key, Math.max(0, (claims.get(key) ?? 0) - 1));
        return true;
      },
      addCost(usd, how) {
        costUsd += usd;
        isEstimated ||= how === 'estimated';
      },
      leave() {
        claims.delete(key);
        wakeAll();
      },
    };
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
      if (limits.maxCostUsd !== null && costUsd >= limits.maxCostUsd) return 'cost';
      return isShort || requests >= most ? 'requests' : null;
    },
    async enter(expected) {
      while (free() < expected && claims.size > 0 && !stop.aborted) {
        await new Promise<void>((wake) => waiting.push(wake));
      }
      if (stop.aborted) return null;
      if (free() >= expected || (requests === 0 && claims.size === 0)) return share(expected);
      isShort = true;
      return null;
    },
  };
}
