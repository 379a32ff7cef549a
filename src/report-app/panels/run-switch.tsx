import type { JSX } from 'preact';

import type { RunChoice } from '../../report/source.ts';
import { visibleText } from '../../text/escape.ts';

/** The two lists of a page from `tooltape view`: the run to show, and the older run to compare with. */
export function RunSwitch({ history }: { history: RunChoice }): JSX.Element {
  const { runs, shown, against } = history;
  const go = (run: string, older: string): void => {
    const query = new URLSearchParams({ run, ...(older !== '' && older !== run && { against: older }) });
    location.assign(`?${query.toString()}`);
  };
  return (
    <div class="run-switch">
      <label>
        <span>Run</span>
        <select class="button" value={shown} onChange={(event) => go(event.currentTarget.value, against ?? '')}>
          {runs.map(({ id, label }) => (
            <option key={id} value={id}>
              {visibleText(label)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Compare with</span>
        <select class="button" value={against ?? ''} onChange={(event) => go(shown, event.currentTarget.value)}>
          <option value="">no other run</option>
          {runs
            .filter(({ id }) => id !== shown)
            .map(({ id, label }) => (
              <option key={id} value={id}>
                {visibleText(label)}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}
