import type { ComponentChildren, JSX } from 'preact';

import { isObject, joinPath, type Json } from '../../json/json.ts';
import { LongText, Text } from '../text.tsx';

interface JsonViewProps {
  readonly value: Json;
  /** The path of `value`, in the notation of the paths in `marked`. */
  readonly path?: string;
  /** The paths of the wrong values, which get a mark. */
  readonly marked?: ReadonlySet<string>;
  /** True when objects with a `$` key are matchers. They appear as operator and operand. */
  readonly matchers?: boolean;
}

/** Maximum length of JSON on one line, in characters. */
const LINE_LENGTH = 56;
/** Maximum nesting with indentation. Deeper values appear as one text, so that no data can overflow the stack. */
const MAX_DEPTH = 60;
const NOTHING: ReadonlySet<string> = new Set();

/** Shows indented JSON. Short values stay on one line, and wrong values have a mark. */
export function JsonView({ value, path = '', marked = NOTHING, matchers = false }: JsonViewProps): JSX.Element {
  return (
    <code class="json" dir="ltr">
      <Node value={value} path={path} context={{ marked, matchers }} depth={0} />
    </code>
  );
}

interface NodeProps {
  readonly value: Json;
  readonly path: string;
  readonly depth: number;
  readonly context: { readonly marked: ReadonlySet<string>; readonly matchers: boolean };
}

function Node(props: NodeProps): JSX.Element {
  const content = <NodeContent {...props} />;
  return props.context.marked.has(props.path) ? <mark>{content}</mark> : content;
}

function NodeContent({ value, path, depth, context }: NodeProps): JSX.Element {
  if (typeof value === 'string')
    return (
      <span class="json-string">
        "<LongText>{quoted(value)}</LongText>"
      </span>
    );
  if (!Array.isArray(value) && !isObject(value)) return <span class="json-plain">{String(value)}</span>;

  if (depth > MAX_DEPTH) return <LongText>{deepText(value)}</LongText>;
  const operators = context.matchers && isObject(value) && Object.keys(value).some((key) => key.startsWith('$'));
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const items = entries.map(([key, item]): [string | number, ComponentChildren] => [
    key,
    <>
      {typeof key === 'number' ? null : (
        <>
          <span class={operators ? 'json-operator' : 'json-key'}>
            <Text>{key}</Text>
          </span>
          {operators ? ' ' : ': '}
        </>
      )}
      <Node value={item} path={joinPath(path, key)} depth={depth + 1} context={context} />
    </>,
  ]);
  if (operators)
    return (
      <>
        {items.map(([key, item], i) => (
          <span key={key}>
            {i > 0 ? ' ' : ''}
            {item}
          </span>
        ))}
      </>
    );

  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0)
    return (
      <>
        {open}
        {close}
      </>
    );
  if (isShort(value)) {
    const space = open === '{' ? ' ' : '';
    return (
      <>
        {open}
        {space}
        {items.map(([key, item], i) => (
          <span key={key}>
            {i > 0 ? ', ' : ''}
            {item}
          </span>
        ))}
        {space}
        {close}
      </>
    );
  }
  const indent = '  '.repeat(depth + 1);
  return (
    <>
      {open}
      {items.map(([key, item], i) => (
        <span key={key}>
          {`\n${indent}`}
          {item}
          {i < items.length - 1 ? ',' : ''}
        </span>
      ))}
      {`\n${'  '.repeat(depth)}`}
      {close}
    </>
  );
}

/** Returns true for JSON that fits on a line. The measurement stops at the limit, because values may be very large. */
function isShort(value: Json): boolean {
  let left = LINE_LENGTH;
  const measure = (item: Json): boolean => {
    if (typeof item === 'string') left -= item.length + 4;
    else if (Array.isArray(item)) return (left -= 2) > 0 && item.every(measure);
    else if (isObject(item))
      return (left -= 2) > 0 && Object.entries(item).every(([key, v]) => (left -= key.length + 4) > 0 && measure(v));
    else left -= String(item).length + 2;
    return left > 0;
  };
  return measure(value);
}

/** Returns JSON on one line. `JSON.stringify` overflows the stack on very deep nesting; a notice then replaces the value. */
function deepText(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '… (nested too deeply to be shown)';
  }
}

/** Returns a string with the JSON escapes of backslash, quote, line feed and tab, without the outer quotes. */
function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
