import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { Text } from './text.tsx';

/** A command to paste, with a button that copies it. */
export function CopyCommand({ command, label }: { command: string; label: string }): JSX.Element {
  const text = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command);
      setCopied(true);
    } catch {
      // The browser denies the page its clipboard. A selected text lets the reader copy by hand.
      if (text.current !== null) getSelection()?.selectAllChildren(text.current);
      setCopied(false);
    }
  };
  return (
    <div class="command">
      <code ref={text} dir="ltr" role="group" aria-label={label}>
        <Text>{command}</Text>
      </code>
      <button type="button" class="button" aria-label={`Copy: ${label}`} onClick={() => void copy()}>
        {copied === true ? 'Copied' : copied === false ? 'Selected' : 'Copy'}
      </button>
      <span class="sr-only" role="status">
        {copied === true ? 'The command is copied.' : copied === false ? 'The command is selected.' : ''}
      </span>
    </div>
  );
}
