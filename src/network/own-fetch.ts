/**
 * The `fetch` at the time when tooltape was loaded. A spy or stub that a test sets later sees the requests of the test only.
 */
export const ownFetch: typeof fetch = fetch;
