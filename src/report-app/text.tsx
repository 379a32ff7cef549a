import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { count } from './data/format.ts';

/** Characters that show nothing, move the cursor or turn the direction of text, and halves of characters, so that they can be seen. */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\p{Cs})/u;

/** Text from outside, as it is; hidden characters by their code. */
export function Text({ children }: { children: string }): JSX.Element {
  if (!HIDDEN.test(children)) return <>{children}</>;
  return (
    <>
      {children.split(HIDDEN).map((part, i) =>
        i % 2 === 0 ? (
          part
        ) : (
          <span key={i} class="hidden-char" title="A character that cannot be seen">
            {codeOf(part)}
          </span>
        ),
      )}
    </>
  );
}

function codeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const CLIP_LENGTH = 1200;
const CLIP_LINES = 30;

/** Text that is cut when it is very long, with a button that shows the rest. */
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
