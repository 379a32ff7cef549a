import { replaceKeys } from '../redact/find-keys.ts';

/** True for a value in the form of a provider's API key. */
export function looksReal(value: string): boolean {
  let found = false;
  // Some keys are recognised only by the name of their header.
  replaceKeys(value, 'authorization', (key) => {
    found = true;
    return key;
  });
  return found;
}
