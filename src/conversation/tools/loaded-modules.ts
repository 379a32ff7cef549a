/** Files of the tool modules that this process has loaded. An unhandled rejection may come from one of them. */
export const loadedModules: Set<string> = new Set();
