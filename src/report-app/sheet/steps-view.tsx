import type { JSX } from 'preact';

import type { CallRow, ResultRow, StepRow, TrialRow } from '../../domain/run.ts';
import { duration } from '../../text/numbers.ts';
import { JsonView } from './json-view.tsx';
import { LongText, Text } from '../text.tsx';

/** The conversation of a trial: the text, tool calls and tool results of each response. */
export function StepsView({ trial }: { trial: TrialRow }): JSX.Element | null {
  if (trial.steps.length === 0) return null;
  const turns = Math.max(...trial.steps.map((step) => step.turn));
  return (
    <section class="steps" aria-label="Conversation">
      <h4>Conversation</h4>
      <ol>
        {trial.steps.map((step, i) => (
          <StepView
            key={i}
            number={i + 1}
            step={step}
            calls={trial.calls.filter((call) => call.step === i + 1)}
            turn={turns > 1 && step.turn !== trial.steps[i - 1]?.turn ? step.turn : null}
          />
        ))}
      </ol>
    </section>
  );
}

interface StepViewProps {
  readonly number: number;
  readonly step: StepRow;
  readonly calls: readonly CallRow[];
  /** The number of the turn that begins with this step; null within a turn, and when the trial has one turn. */
  readonly turn: number | null;
}

function StepView({ number, step, calls, turn }: StepViewProps): JSX.Element {
  return (
    <li class="step">
      {turn === null ? null : <p class="turn">Turn {turn}</p>}
      <p class="step-head quiet">
        Step {number} <span class="dot">·</span> {duration(step.latencyMs)}
        {step.finishReason === null ? null : (
          <>
            {' '}
            <span class="dot">·</span> <Text>{step.finishReason}</Text>
          </>
        )}
      </p>
      {step.text === null || step.text === '' ? null : (
        <p class="said" dir="auto">
          <LongText>{step.text}</LongText>
        </p>
      )}
      {(step.hosted ?? []).map((one, i) => (
        <div key={i} class="exchange">
          <div class="code exchange-call">
            <span class="exchange-label">run by the provider</span>
            <span class="call-name">
              <Text>{one.name}</Text>
            </span>{' '}
            <JsonView value={one.item} />
          </div>
        </div>
      ))}
      {calls.map((call, i) => (
        <Exchange key={i} call={call} result={step.results[i]} />
      ))}
      {calls.length === 0 && step.hosted === undefined && (step.text === null || step.text === '') ? (
        <p class="quiet">an empty response</p>
      ) : null}
    </li>
  );
}

function Exchange({ call, result }: { call: CallRow; result: ResultRow | undefined }): JSX.Element {
  return (
    <div class="exchange">
      <div class="code exchange-call">
        <span class="call-name">
          <Text>{call.name}</Text>
        </span>{' '}
        {call.arguments === null ? <LongText>{call.rawArguments}</LongText> : <JsonView value={call.arguments} />}
      </div>
      {result === undefined ? null : (
        <div class={result.isError ? 'code exchange-result bad' : 'code exchange-result'} dir="auto">
          <span class="exchange-label">
            {result.isError ? 'error' : 'result'}
            {result.unsimulated ? ', not simulated' : ''}
          </span>
          <LongText>{result.content}</LongText>
        </div>
      )}
    </div>
  );
}
