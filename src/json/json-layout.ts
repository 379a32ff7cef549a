import type { Json } from './json.ts';

/** The white space of a JSON text that is not compact. */
export interface JsonLayout {
  /** `space` of JSON.stringify; 0 for a text of one line. */
  readonly indent: number | '\t';
  /** True for a text of one line with a blank after each comma and colon. */
  readonly spaced?: true;
  /** True when all characters beyond ASCII are escaped. */
  readonly ascii?: true;
  /** White space after the value. */
  readonly end?: string;
}

const COMPACT: JsonLayout = { indent: 0 };
const INDENTS = [2, 4, 1, 3, '\t'] as const;

/**
 * The layout of a JSON text. Null where no layout writes `value` as this text: numbers such as `5.0`, repeated keys, other
 * escapes.
 */
export function layoutOf(text: string, value: Json): JsonLayout | null {
  if (JSON.stringify(value) === text) return COMPACT;
  let length = text.length;
  while (isBlank(text.charCodeAt(length - 1))) length--;
  const core = text.slice(0, length);
  const end = text.slice(length);
  // oxlint-disable-next-line no-control-regex -- the question is what is beyond ASCII
  const ascii = /\\u[0-9a-f]{4}/.test(core) && /^[\x00-\x7e]*$/.test(core);
  const styles: JsonLayout[] = core.includes('\n')
    ? INDENTS.map((indent) => ({ indent }))
    : [COMPACT, { indent: 0, spaced: true }];
  for (const style of styles) {
    for (const layout of ascii ? [{ ...style, ascii: true as const }, style] : [style]) {
      const whole = end === '' ? layout : { ...layout, end };
      if (writeJson(value, whole) === text) return whole;
    }
  }
  return null;
}

/** `value` as a JSON text in this layout. */
export function writeJson(value: Json, layout: JsonLayout): string {
  if (layout.indent === 0 && !layout.spaced && !layout.ascii && !layout.end) return JSON.stringify(value);
  let text = JSON.stringify(value, null, layout.spaced ? 1 : layout.indent);
  // Line breaks occur only between members, because strings escape them.
  if (layout.spaced) text = text.replace(/,\n */g, ', ').replace(/\n */g, '');
  if (layout.ascii)
    text = text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text + (layout.end ?? '');
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
