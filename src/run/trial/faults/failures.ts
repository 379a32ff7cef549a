/** Errors that are reported beside the result of a run. */
export interface Failures {
  add(failure: unknown): void;
  readonly all: readonly unknown[];
}

/** Most errors that are kept. Further ones would say nothing new. */
const LISTED = 20;

/** Each error is kept once, by its text. */
export function createFailures(): Failures {
  const byText = new Map<string, unknown>();
  return {
    add(failure) {
      const text = failure instanceof Error ? failure.message : String(failure);
      if (byText.size < LISTED && !byText.has(text)) byText.set(text, failure);
    },
    get all() {
      return [...byText.values()];
    },
  };
}
