import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { textParts } from '../text/escape.ts';
import { count } from '../text/numbers.ts';

/** Text of a model, gateway or scenario. Invisible characters appear as their code points, so that no text can hide a part. */
export function Text({ children }: { children: string }): JSX.Element {
  return (
    <>
      {textParts(children, '\n\t').map(({ text, hidden }, i) =>
        hidden ? (
          <span key={i} class="hidden-char" title="A character that cannot be seen">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </>
  );
}

const CLIP_LENGTH = 1200;
const CLIP_LINES = 30;

/** Shows the start of a very long text, with a button that shows the whole text. */
export function LongText({ children }: { children: string }): JSX.Element {
  const [whole, setWhole] = useState(false);
  const start = clip(children);
  if (whole || start.length === children.length) return <Text>{children}</Text>;
  return (
    <>
      <Text>{start}</Text>…{' '}
      <button type="button" class="more" onClick={() => setWhole(true)}>
        Show all {count(children.length)} characters
      </button>
    </>
  );
}

function clip(text: string): string {
  if (text.length <= CLIP_LENGTH * 1.25 && text.split('\n', CLIP_LINES + 2).length <= CLIP_LINES + 1) return text;
  return text.slice(0, CLIP_LENGTH).split('\n').slice(0, CLIP_LINES).join('\n');
}
