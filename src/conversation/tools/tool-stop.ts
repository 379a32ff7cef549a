import type { Miss } from '../../domain/transcript.ts';
import type { TrialError } from '../../domain/wire.ts';

/** Ends a trial during a call, because no recording or no server answers the call. */
export class ToolStop extends Error {
  override readonly name = 'ToolStop';
  readonly stop: { readonly error: TrialError } | { readonly miss: Miss };

  constructor(stop: ToolStop['stop']) {
    super('error' in stop ? stop.error.message : stop.miss.code);
    this.stop = stop;
  }
}
