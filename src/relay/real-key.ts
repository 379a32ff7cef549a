import { replaceKeys } from '../redact/find-keys.ts';

/** Whether a value has the form of a key that some provider gives out. */
export function looksReal(value: string): boolean {
  let found = false;
  // As it stands in a request: some keys are told by the name before them alone.
  replaceKeys(value, 'authorization', (key) => {
    found = true;
    return key;
  });
  return found;
}
