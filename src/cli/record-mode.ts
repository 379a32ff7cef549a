import type { Mode } from '../run/trial/settings.ts';

/** What `--record` means: in CI a recording is made only where it is asked for. */
export function recordMode(record: 'missing' | 'all' | 'none' | undefined, ci: string | undefined): Mode {
  const inCi = ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
  const chosen = record ?? (inCi ? 'none' : 'missing');
  return chosen === 'none' ? 'replay' : chosen;
}
