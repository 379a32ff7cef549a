import type { JSX } from 'preact';

import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { explainProblem } from '../../score/explain/explain.ts';
import { CallsView } from './calls-view.tsx';
import { Findings } from './findings.tsx';
import { FAMILIES, familyOf, wordOf } from '../data/outcomes.ts';
import { Recording } from './recording.tsx';
import { StateDiffView } from './state-diff-view.tsx';
import { StepsView } from './steps-view.tsx';
import { LongText, Text } from '../text.tsx';
import { TrialFacts } from './trial-facts.tsx';
import { useTrial } from '../matrix/use-row.ts';
import { visibleText } from '../../text/escape.ts';

interface TrialViewProps {
  readonly index: ReportIndex;
  readonly model: number;
  /** Position of the trial in the run; null when the model has no trial of this scenario. */
  readonly position: number | null;
  readonly scenario: ScenarioRow | null;
  /** The label that says which of two runs the trial is from; null when the sheet shows one run. */
  readonly label: string | null;
}

/** One trial: verdict and problems, calls, conversation, wire findings, scores and numbers, recording. */
export function TrialView({ index, model, position, scenario, label }: TrialViewProps): JSX.Element {
  const { value: trial, error } = useTrial(index, position);
  const name = index.models[model]?.name ?? '';
  return (
    <article
      class="trial"
      aria-label={visibleText(label === null ? name : `${label}, ${name}`)}
      aria-busy={trial === null && position !== null && error === null}
    >
      <h3 class="trial-model">
        {label === null ? null : (
          <span class="run-label">
            <Text>{label}</Text>
          </span>
        )}
        <Text>{name}</Text>
      </h3>
      {position === null ? <p class="quiet">This model was not run on this scenario.</p> : null}
      {error === null ? null : (
        <p class="notice" role="alert">
          {error}
        </p>
      )}
      {trial === null ? null : (
        <>
          <Verdict trial={trial} />
          <CallsView trial={trial} scenario={scenario} />
          <StepsView trial={trial} />
          <Findings findings={trial.findings} rows={index.wireRows} />
          <TrialFacts trial={trial} />
          <Recording index={index} trial={trial} position={position ?? 0} />
        </>
      )}
    </article>
  );
}

function Verdict({ trial }: { trial: TrialRow }): JSX.Element {
  const { status, reason, problems, error } = trial;
  const family = familyOf(status, reason);
  const told = problems.filter(({ code }) => code !== 'wrong-state');
  return (
    <section class={`verdict family-${family}`} aria-label="Verdict">
      <p class="verdict-word">
        <span aria-hidden="true">{FAMILIES[family].symbol}</span>{' '}
        {status === 'pass' ? 'Passed' : capital(wordOf(status, reason))}
      </p>
      {error === null ? null : (
        <p dir="auto">
          {error.status === null ? null : <span class="error-status">HTTP {error.status} </span>}
          <LongText>{error.message}</LongText>
        </p>
      )}
      {status === 'unrecorded' ? (
        <p>{UNRECORDED[reason ?? ''] ?? 'No recording could answer a request of this trial.'}</p>
      ) : null}
      {told.length === 0 ? null : (
        <ul class="problems">
          {told.map((problem, i) => (
            <li key={i} dir="auto">
              <LongText>{explainProblem(problem, trial)}</LongText>
            </li>
          ))}
        </ul>
      )}
      <StateDiffView problems={problems} />
    </section>
  );
}

const UNRECORDED: { readonly [reason: string]: string } = {
  'never-recorded': 'This trial was never recorded.',
  'request-changed': 'The request is no longer the one that was recorded.',
  'used-up': 'The recording holds fewer requests than this trial made.',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
