import { styleText } from 'node:util';
import type { Tone } from '../document.ts';

type Format = Parameters<typeof styleText>[0];
type Paint = (text: string) => string;

/** Paints text, or leaves it as it is. */
export type Style = Readonly<Record<Tone | 'bold' | 'dim', Paint>>;

/** Whether to colour is decided by whoever knows the terminal, not by the stream that Node would look at. */
export function createStyle(color: boolean): Style {
  const paint =
    (format: Format): Paint =>
    (text) =>
      color && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    plain: (text) => text,
    bold: paint('bold'),
    dim: paint('dim'),
  };
}
