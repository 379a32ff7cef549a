import type { JSX } from 'preact';

import type { ReportIndex, WireRow } from '../../report/reporters/html/report-index.ts';
import { count, counted } from '../../text/numbers.ts';
import { LongText, Text } from '../text.tsx';
import { CheckText } from './check-text.tsx';

interface WirePanelProps {
  readonly index: ReportIndex;
  readonly onOpen: (scenario: string, model: string, trial: number) => void;
}

/** The section of wire findings: a table of checks by models, worst check first, with evidence. Null without findings. */
export function WirePanel({ index, onOpen }: WirePanelProps): JSX.Element | null {
  const { wireRows } = index;
  if (wireRows.length === 0) return null;
  const broken = new Set(wireRows.flatMap(({ models }) => models.map(({ model }) => model)));
  const models = index.models.filter(({ name }) => broken.has(name));
  return (
    <section aria-labelledby="wire-heading" class="wire">
      <h2 id="wire-heading">Wire findings</h2>
      <p class="quiet note">
        Trials in which the gateway of a model answered wrongly, worst first. They are about the endpoint, not about the
        model.
      </p>
      <div class="scroll-x" role="region" aria-labelledby="wire-heading" tabIndex={0}>
        <table class="model-table">
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Severity</th>
              {models.map(({ name, gateway }) => (
                <th key={name} scope="col" class="number">
                  <Text>{name}</Text>
                  <span class="under">
                    <Text>{gateway === 'sandbox' ? 'simulated' : gateway}</Text>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wireRows.map((row) => (
              <tr key={row.check}>
                <th scope="row">
                  <span class="model-name">
                    <Text>{row.check}</Text>
                  </span>
                  <span class="under says">{row.says}</span>
                </th>
                <td>
                  <span class={`severity severity-${row.severity}`}>{row.severity}</span>
                </td>
                {models.map(({ name }) => (
                  <WireCell key={name} row={row} model={name} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="wire-evidence">
        {wireRows.map((row) => (
          <Evidence key={row.check} row={row} onOpen={onOpen} />
        ))}
      </div>
    </section>
  );
}

function WireCell({ row, model }: { row: WireRow; model: string }): JSX.Element {
  const found = row.models.find((one) => one.model === model);
  if (found === undefined) return <td class="number quiet">–</td>;
  return (
    <td class="number" title={`${counted(found.trials, 'trial')}, ${found.severity} at worst`}>
      <span class={`severity severity-${found.severity}`}>{count(found.trials)}</span>
    </td>
  );
}

function Evidence({ row, onOpen }: { row: WireRow; onOpen: WirePanelProps['onOpen'] }): JSX.Element {
  return (
    <details>
      <summary>
        <Text>{row.check}</Text>: evidence
      </summary>
      <div class="findings">
        <CheckText row={row} />
        <ul>
          {row.models.map(({ model, severity, trials, scenario, trial, message, excerpt }) => (
            <li key={model}>
              <p>
                <span class={`severity severity-${severity}`}>{severity}</span>{' '}
                <b>
                  <Text>{model}</Text>
                </b>
                , {counted(trials, 'trial')}:{' '}
                <span dir="auto">
                  <LongText>{message}</LongText>
                </span>
              </p>
              {excerpt === '' ? null : (
                <pre class="code" dir="auto">
                  <LongText>{excerpt}</LongText>
                </pre>
              )}
              <button type="button" class="link" onClick={() => onOpen(scenario, model, trial)}>
                Open <Text>{scenario}</Text>, trial {trial}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
