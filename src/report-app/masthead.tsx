import type { JSX } from 'preact';

import type { ReportIndex, Served } from '../report/reporters/html/report-index.ts';
import { count, counted, moment } from '../text/numbers.ts';
import { Icon } from './icons.tsx';
import { RunSwitch } from './panels/run-switch.tsx';
import { leadSentence } from '../report/sections/lead-sentence.ts';
import { Text } from './text.tsx';
import { ThemeSwitch } from './theme.tsx';

const MODES = {
  replay: 'Replayed from recordings',
  missing: 'Recorded what was missing',
  all: 'Recorded anew',
  import: 'Verdicts from elsewhere',
} as const;

const STOPPED = {
  interrupt: 'This run was interrupted: trials are missing.',
  cost: 'This run was stopped by --max-cost: trials are missing.',
  requests: 'This run was stopped by --max-requests: trials are missing.',
} as const;

/** The head of the page: the outcome in a sentence, then the size, mode and time of the run. */
export function Masthead({ index, served }: { index: ReportIndex; served: Served | null }): JSX.Element {
  const facts = [
    counted(index.models.length, 'model'),
    counted(index.scenarios.id.length, 'scenario'),
    counted(index.trials.scenario.length, 'trial'),
    MODES[index.mode],
    ...(index.wire === 'raw' ? ['Wire faults count'] : []),
    ...(index.shard === null ? [] : [`Part ${count(index.shard.index)} of ${count(index.shard.count)}`]),
  ];
  return (
    <header class="masthead">
      <div class="masthead-bar">
        <p class="brand">
          <Icon name="reels" /> tooltape
        </p>
        {served?.history == null ? null : <RunSwitch history={served.history} />}
        <ThemeSwitch />
      </div>
      <h1 dir="auto">
        <Text>{index.against?.sentence ?? leadSentence(index.summary, index.models)}</Text>
      </h1>
      {index.stoppedBy === null ? null : <p class="stopped">{STOPPED[index.stoppedBy]}</p>}
      <ul class="facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        <li>
          <time dateTime={index.createdAt}>{moment(index.createdAt)}</time>
        </li>
      </ul>
    </header>
  );
}
