/** The largest numbers that files and the command line accept. */
export const LARGEST = {
  /** Milliseconds. Node's timers end at once for a larger delay. */
  wait: 2_147_483_647,
  /** Trials in flight. Each has a conversation in memory and a connection. */
  concurrency: 10_000,
  /** Requests a minute. The limiter stores the time of each. */
  rpm: 1_000_000,
  /** Trials of a scenario × model. They share one file. */
  trials: 100_000,
  /** Attempts after a failed request. */
  retries: 1000,
  /** Steps of one turn. */
  steps: 1000,
  /** The largest number of tokens that APIs accept. */
  tokens: 2_147_483_647,
  temperature: 100,
  /** US dollars, for a million tokens and for a run. Sums of such numbers are exact to the cent. */
  dollars: 1_000_000_000,
} as const;
