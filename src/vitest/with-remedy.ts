import { TooltapeError } from '../domain/errors.ts';

/** Runs code whose errors say what helps: Vitest prints the message of an error and nothing else of it. */
export function withRemedy<T>(run: () => T): T {
  try {
    const result = run();
    return result instanceof Promise ? (result.catch(throwWhole) as T) : result;
  } catch (error) {
    return throwWhole(error);
  }
}

function throwWhole(error: unknown): never {
  if (error instanceof TooltapeError && error.remedy !== null && !error.message.includes(error.remedy)) {
    error.message += `\n  fix: ${error.remedy}`;
  }
  throw error;
}
