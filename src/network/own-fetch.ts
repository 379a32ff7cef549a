/**
 * The `fetch` that there was when the program was loaded: what a test puts in its place, a spy or a stub, sees the requests of the test
 * alone, and never ours.
 */
export const ownFetch: typeof fetch = fetch;
