import type { ComponentChildren, JSX } from 'preact';

import { Text } from './text.tsx';

/** The head of a column. `hint` appears when a pointer rests on it. */
export interface Head {
  readonly text: string;
  readonly number?: boolean;
  readonly hint?: string;
}

/** A table that its title unfolds. Its children are the rows. */
export function FoldedTable(props: {
  title: string;
  heads: readonly Head[];
  children: ComponentChildren;
}): JSX.Element {
  const { title, heads, children } = props;
  return (
    <details class="breakdown">
      <summary>{title}</summary>
      <div class="scroll-x" role="region" aria-label={title} tabIndex={0}>
        <table class="model-table">
          <thead>
            <tr>
              {heads.map(({ text, number, hint }, i) => (
                <th key={i} scope="col" class={number === true ? 'number' : undefined} title={hint}>
                  <Text>{text}</Text>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </details>
  );
}
