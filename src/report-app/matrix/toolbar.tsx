import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';

import type { Matrix } from '../data/matrix-data.ts';
import { changeOptions, modelOptions, resultOptions, tagOptions } from './facet-options.ts';
import { Facet } from './facet.tsx';
import { count, counted } from '../../text/numbers.ts';
import { Icon } from '../icons.tsx';
import { wordOf } from '../data/outcomes.ts';
import { Text } from '../text.tsx';
import { DEFAULT_VIEW, type View } from '../data/view.ts';
import { visibleText } from '../../text/escape.ts';

interface ToolbarProps {
  readonly matrix: Matrix;
  readonly view: View;
  readonly shown: number;
  readonly onChange: (change: Partial<View>) => void;
}

/** The controls that filter and sort the matrix, and the number of scenarios that pass the filters. */
export function Toolbar({ matrix, view, shown, onChange }: ToolbarProps): JSX.Element {
  const { index } = matrix;
  const tags = useMemo(() => tagOptions(index), [index]);
  const models = useMemo(() => modelOptions(index), [index]);
  const results = useMemo(() => [...changeOptions(matrix), ...resultOptions(index)], [matrix]);
  const total = index.scenarios.id.length;
  return (
    <>
      <div class="toolbar" role="search" aria-label="Filter the scenarios">
        <label class="search">
          <Icon name="search" />
          <input
            type="search"
            class="field"
            placeholder="Find ids and prompts"
            aria-label="Find in ids and prompts"
            value={view.text}
            onInput={(event) => onChange({ text: event.currentTarget.value })}
          />
        </label>
        <Facet
          label="Results"
          options={results}
          chosen={view.results}
          onChange={(chosen) => onChange({ results: chosen })}
        />
        {tags.length > 0 ? (
          <Facet label="Tags" options={tags} chosen={view.tags} onChange={(chosen) => onChange({ tags: chosen })} />
        ) : null}
        {models.length > 1 ? (
          <Facet
            label="Models"
            options={models}
            chosen={view.models}
            onChange={(chosen) => onChange({ models: chosen })}
          />
        ) : null}
        <SortSelect matrix={matrix} view={view} onChange={onChange} />
        <p class="shown" role="status">
          {shown === total ? counted(total, 'scenario') : `${count(shown)} of ${counted(total, 'scenario')}`}
        </p>
      </div>
      <Chips view={view} onChange={onChange} />
    </>
  );
}

function SortSelect({ matrix, view, onChange }: Pick<ToolbarProps, 'matrix' | 'view' | 'onChange'>): JSX.Element {
  const { index, older } = matrix;
  const several = index.models.length > 1;
  const value = `${view.sort}${view.descending ? ' desc' : ''}`;
  const options: [string, string][] = [
    ...(older === null ? [] : ([['changes', 'Changed for the worse first']] as [string, string][])),
    ['scenario', 'Scenario, A to Z'],
    ['scenario desc', 'Scenario, Z to A'],
    ['passes', several ? 'Failing first: solved by fewest' : 'Failing first'],
    ['passes desc', several ? 'Solved by most' : 'Passes first'],
    ...(several
      ? ([
          ['disagreement desc', 'Most disagreement'],
          ['disagreement', 'Least disagreement'],
        ] as [string, string][])
      : []),
    ...index.models.flatMap(({ name }): [string, string][] => [
      [`model:${name}`, `${visibleText(name)}: misses first`],
      [`model:${name} desc`, `${visibleText(name)}: passes first`],
    ]),
  ];
  const choose = (text: string): void =>
    onChange({ sort: text.replace(/ desc$/, ''), descending: text.endsWith(' desc') });
  return (
    <label class="sort">
      <span>Sort</span>
      <select class="button" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The active filters. A click on a filter removes it. */
function Chips({ view, onChange }: Pick<ToolbarProps, 'view' | 'onChange'>): JSX.Element | null {
  const without = (list: readonly string[], value: string): string[] => list.filter((one) => one !== value);
  const list = useRef<HTMLUListElement>(null);
  // The clicked button disappears with its filter. The search field takes the focus because it always exists.
  const apply = (part: Partial<View>): void => {
    list.current?.closest('section')?.querySelector<HTMLElement>('.search input')?.focus();
    onChange(part);
  };
  const chips = [
    ...(view.text === '' ? [] : [{ kind: 'Text', label: view.text, change: { text: '' } }]),
    ...view.results.map((value) => ({
      kind: 'Result',
      label: wordOf('fail', value),
      change: { results: without(view.results, value) },
    })),
    ...view.tags.map((value) => ({ kind: 'Tag', label: value, change: { tags: without(view.tags, value) } })),
    ...view.models.map((value) => ({ kind: 'Model', label: value, change: { models: without(view.models, value) } })),
  ];
  if (chips.length === 0) return null;
  const { text, results, tags, models } = DEFAULT_VIEW;
  return (
    <ul ref={list} class="chips" aria-label="Filters in force">
      {chips.map(({ kind, label, change }) => (
        <li key={`${kind} ${label}`}>
          <button type="button" class="chip" onClick={() => apply(change)}>
            <span class="quiet">{kind}</span> <Text>{label}</Text> <Icon name="close" />
            <span class="sr-only">: remove</span>
          </button>
        </li>
      ))}
      {chips.length > 1 ? (
        <li>
          <button type="button" class="link" onClick={() => apply({ text, results, tags, models })}>
            Clear all
          </button>
        </li>
      ) : null}
    </ul>
  );
}
