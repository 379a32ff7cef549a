/** Files of the tool modules that this process has loaded: an error that nobody waits for may be theirs. */
export const loadedModules: Set<string> = new Set();
