/** The largest numbers that files and the command line take: each is more than anybody needs, and works. */
export const LARGEST = {
  /** Milliseconds: timers of Node end at once beyond it. */
  wait: 2_147_483_647,
  /** Trials in flight: each has a conversation in memory, and a connection. */
  concurrency: 10_000,
  /** Requests a minute: the times of all of them are remembered. */
  rpm: 1_000_000,
  /** Trials of a scenario and model: they share one file. */
  trials: 100_000,
  /** Further attempts after a failed request. */
  retries: 1000,
  /** Steps of one turn. */
  steps: 1000,
  /** What APIs take for a number of tokens. */
  tokens: 2_147_483_647,
  temperature: 100,
  /** US dollars, for a million tokens and for a run: sums of them stay exact to the cent. */
  dollars: 1_000_000_000,
} as const;
