import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Interaction } from '../../domain/recording.ts';
import type { TrialRow } from '../../domain/run.ts';
import type { RawBody } from '../../domain/wire.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { count, counted, duration } from '../../text/numbers.ts';
import { recordingCommand, shellCommand } from '../../text/shell.ts';
import { CopyCommand } from '../copy-command.tsx';
import { useExchanges } from '../matrix/use-row.ts';
import { LongText, Text } from '../text.tsx';

interface RecordingProps {
  readonly index: ReportIndex;
  readonly trial: TrialRow;
  readonly position: number;
}

/** The recorded requests and responses of a trial, and the command that records the scenario anew. */
export function Recording({ index, trial, position }: RecordingProps): JSX.Element | null {
  const [wanted, setWanted] = useState(false);
  const { value, error } = useExchanges(index, position, trial.recordingHash, wanted);
  if (index.mode === 'import') return null;
  return (
    <section class="recording" aria-label="Recording">
      <h4>Recording</h4>
      {trial.recordingHash === null ? null : (
        <details onToggle={(event) => event.currentTarget.open && setWanted(true)}>
          <summary>Raw requests and responses</summary>
          <div class="exchanges" aria-busy={wanted && value === null && error === null}>
            {error === null ? null : (
              <p class="notice" role="alert">
                {error}
              </p>
            )}
            {value === null ? null : value.list === null ? (
              <NotHere index={index} />
            ) : (
              value.list.map((exchange, i) => <Exchange key={i} exchange={exchange} number={i + 1} />)
            )}
          </div>
        </details>
      )}
      <p class="quiet">Record this scenario anew with this model:</p>
      <CopyCommand label="record it anew" command={anew(index, trial)} />
    </section>
  );
}

function anew({ settings, trials, models, scenarios }: ReportIndex, { scenario, model }: TrialRow): string {
  const [s, m] = [scenarios.id.indexOf(scenario), models.findIndex(({ name }) => name === model)];
  let last = 1;
  for (const [i, number] of trials.trial.entries())
    if (trials.scenario[i] === s && trials.model[i] === m && number > last) last = number;
  const options = settings?.repeat ?? [];
  return recordingCommand({ scenarios: [scenario], model, trials: last, mode: 'all', options });
}

/** The reason why the page lacks the requests and responses of this trial, and the command that shows them. */
function NotHere({ index: { raw } }: { index: ReportIndex }): JSX.Element {
  const kept = raw?.positions.length ?? 0;
  const why =
    raw === null
      ? 'This page was made without the recordings at hand.'
      : `This page holds the raw messages of ${counted(kept, 'trial')}, failing ones first, and at most ${count(raw.limit / 1_000_000)} million characters of them. Those of this trial are left out, or its recording was made anew since.`;
  return (
    <>
      <p class="quiet">{why} Where the recordings lie, this command shows those of every trial:</p>
      <CopyCommand label="show every recording" command={shellCommand(['view'])} />
    </>
  );
}

function Exchange({ exchange, number }: { exchange: Interaction; number: number }): JSX.Element {
  const { endpoint, request, response, latencyMs, results } = exchange;
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <div class="raw-exchange">
      <p class="exchange-title">
        Request {number}: POST <Text>{endpoint}</Text>
      </p>
      <pre class="code" dir="ltr">
        <LongText>{JSON.stringify(request, null, 2)}</LongText>
      </pre>
      <p class="exchange-title">
        Response {number}: HTTP {response.status} <span class="quiet">after {duration(latencyMs)}</span>
      </p>
      <pre class="code" dir="ltr">
        <LongText>{[...headers, ...(headers.length === 0 ? [] : ['']), bodyText(response.body)].join('\n')}</LongText>
      </pre>
      {results === undefined ? null : (
        <>
          <p class="exchange-title">Results of its calls, as recorded</p>
          <pre class="code" dir="ltr">
            <LongText>{JSON.stringify(results, null, 2)}</LongText>
          </pre>
        </>
      )}
    </div>
  );
}

function bodyText(body: RawBody): string {
  if (body.kind === 'json') return JSON.stringify(body.value, null, 2);
  return body.kind === 'base64' ? `(base64) ${body.data}` : body.text;
}
