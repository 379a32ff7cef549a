import process from 'node:process';
import { getSystemErrorMap } from 'node:util';

/** Node's internal handles of a module; null in a version of Node that does not expose them. */
export function handlesOf(module: string): Record<string, object> | null {
  const { binding } = process as unknown as { binding?: (name: string) => Record<string, object> };
  try {
    return binding?.call(process, module) ?? null;
  } catch {
    return null;
  }
}

/** The number of a system error, as handles return it. */
export function errno(name: string): number {
  for (const [number, [known]] of getSystemErrorMap()) if (known === name) return number;
  return -1;
}
