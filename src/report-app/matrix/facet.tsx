import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { count } from '../../text/numbers.ts';
import { Icon } from '../icons.tsx';
import { foldText } from '../data/matrix-data.ts';
import { Text } from '../text.tsx';

export interface FacetOption {
  readonly value: string;
  readonly label: string;
  readonly count: number | null;
  /** CSS class of the colour swatch before the label; null without a swatch. */
  readonly swatch: string | null;
  /** True when a line separates this option from the options before it. */
  readonly startsGroup: boolean;
}

interface FacetProps {
  readonly label: string;
  readonly options: readonly FacetOption[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Number of options from which the list has a search field. */
const FIELD_FROM = 10;

/** A button that opens a list of check boxes. Escape, a click elsewhere or keyboard focus elsewhere closes the list. */
export function Facet({ label, options, chosen, onChange }: FacetProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('.facet-panel input')?.focus();
    // `pointerdown` would close the list before the click, and the layout shift could make the click miss its target.
    const close = ({ target, type }: Event): void => {
      if (!(target instanceof Element) || root.current?.contains(target)) return;
      if (type === 'click' || target.matches(':focus-visible')) setOpen(false);
    };
    document.addEventListener('click', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('focusin', close);
    };
  }, [open]);

  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  const shown = options.filter((option) => foldText(option.label).includes(foldText(text.trim())));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };

  return (
    <div class="facet" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
        {chosen.length > 0 ? (
          <span class="badge">
            {chosen.length}
            <span class="sr-only"> chosen</span>
          </span>
        ) : null}
        <Icon name="down" />
      </button>
      <div id={id} class="facet-panel" role="group" aria-label={label} hidden={!open}>
        {options.length >= FIELD_FROM ? (
          <input
            type="search"
            class="field"
            placeholder={`Find in ${label.toLowerCase()}`}
            aria-label={`Find in ${label.toLowerCase()}`}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        ) : null}
        <ul>
          {shown.map((option) => (
            <li key={option.value} class={option.startsGroup ? 'starts-group' : undefined}>
              <label>
                <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
                {option.swatch === null ? null : <span class={`swatch ${option.swatch}`} aria-hidden="true" />}
                <span class="facet-label">
                  <Text>{option.label}</Text>
                </span>
                {option.count === null ? null : <span class="quiet">{count(option.count)}</span>}
              </label>
            </li>
          ))}
          {shown.length === 0 ? <li class="quiet facet-empty">Nothing by that name</li> : null}
        </ul>
        {chosen.length > 0 ? (
          <button type="button" class="facet-clear" onClick={() => onChange([])}>
            Choose all
          </button>
        ) : null}
      </div>
    </div>
  );
}
