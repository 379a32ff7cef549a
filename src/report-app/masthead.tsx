import type { JSX } from 'preact';

import type { ReportIndex } from '../report/reporters/html-index.ts';
import { count, counted, moment } from '../text/numbers.ts';
import { Icon } from './icons.tsx';
import { leadSentence } from '../report/sections/lead-sentence.ts';
import { Text } from './text.tsx';
import { ThemeSwitch } from './theme.tsx';

const MODES = {
  replay: 'Replayed from recordings',
  missing: 'Recorded what was missing',
  all: 'Recorded anew',
  import: 'Verdicts from elsewhere',
} as const;

/** What was run, when and how, and the outcome in a sentence. */
export function Masthead({ index }: { index: ReportIndex }): JSX.Element {
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
        <ThemeSwitch />
      </div>
      <h1 dir="auto">
        <Text>{leadSentence(index.summary, index.models)}</Text>
      </h1>
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
