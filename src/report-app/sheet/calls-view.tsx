import type { JSX } from 'preact';

import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import { callPairs, type ArgumentPair, type CallPair } from '../data/comparison.ts';
import { JsonView } from './json-view.tsx';
import { LongText, Text } from '../text.tsx';

/** The made calls of a trial beside the expected calls, with marks on the arguments that differ. */
export function CallsView({ trial, scenario }: { trial: TrialRow; scenario: ScenarioRow | null }): JSX.Element | null {
  const pairs = callPairs(trial, scenario);
  if (pairs.length === 0) return null;
  const marked = new Set(trial.problems.map((problem) => problem.path));
  return (
    <section class="calls" aria-label="Calls">
      <h4>Calls</h4>
      {pairs.map((pair, i) => (
        <CallView key={i} pair={pair} marked={marked} />
      ))}
    </section>
  );
}

function CallView({ pair, marked }: { pair: CallPair; marked: ReadonlySet<string> }): JSX.Element {
  const { made, wanted } = pair;
  const note = made === null ? 'expected, not made' : wanted === null ? 'made, not expected' : null;
  return (
    <div class={pair.differs ? 'call differs' : 'call'}>
      <p class="call-head">
        <span class="call-name">
          <Text>{made?.name ?? wanted?.name ?? ''}</Text>
        </span>
        {made !== null && wanted !== null && made.name !== wanted.name ? (
          <span class="call-note">
            expected <Text>{wanted.name}</Text>
          </span>
        ) : null}
        {note === null ? null : <span class={pair.differs ? 'call-note bad' : 'call-note'}>{note}</span>}
        {made === null ? null : <span class="quiet call-step">step {made.step}</span>}
      </p>
      {made !== null && made.arguments === null ? (
        <div class="raw-arguments">
          <p class="quiet">Arguments that are not one JSON object, as received:</p>
          <pre class="code" dir="auto">
            <LongText>{made.rawArguments}</LongText>
          </pre>
        </div>
      ) : null}
      {pair.arguments.length === 0 ? <NoArguments pair={pair} /> : <ArgumentTable pair={pair} marked={marked} />}
    </div>
  );
}

function NoArguments({ pair }: { pair: CallPair }): JSX.Element | null {
  if (pair.made?.arguments === null) return null;
  return <p class="quiet call-empty">{pair.made === null ? 'with any arguments' : 'without arguments'}</p>;
}

function ArgumentTable({ pair, marked }: { pair: CallPair; marked: ReadonlySet<string> }): JSX.Element {
  const { made, wanted } = pair;
  const showWanted = wanted !== null && (wanted.arguments !== null || made === null);
  const showMade = made !== null && made.arguments !== null;
  return (
    <table class="arguments">
      <thead>
        <tr>
          <th scope="col">Argument</th>
          {showWanted ? <th scope="col">{wanted.rule === 'one of' ? 'Expected, one of' : 'Expected'}</th> : null}
          {showMade ? <th scope="col">Made</th> : null}
        </tr>
      </thead>
      <tbody>
        {pair.arguments.map((argument) => (
          <tr key={argument.name} class={argument.differs ? 'differs' : undefined}>
            <th scope="row">
              <Text>{argument.name}</Text>
              {argument.differs ? (
                <span class="differs-mark" title="Differs">
                  ≠<span class="sr-only"> differs</span>
                </span>
              ) : null}
            </th>
            {showWanted ? <td>{wantedValue(argument)}</td> : null}
            {showMade ? <td>{madeValue(argument, marked)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function wantedValue({ wanted }: ArgumentPair): JSX.Element {
  return wanted === undefined ? <span class="quiet">not mentioned</span> : <JsonView value={wanted} matchers />;
}

function madeValue({ made, path, differs }: ArgumentPair, marked: ReadonlySet<string>): JSX.Element {
  if (made === undefined) return <span class={differs ? 'absent' : 'quiet'}>absent</span>;
  return <JsonView value={made} path={path} marked={marked} />;
}
