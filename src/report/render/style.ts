import { styleText } from 'node:util';
import type { Tone } from '../document.ts';

type Format = Parameters<typeof styleText>[0];
type Paint = (text: string) => string;

/** Functions that colour text, or return it as it is. */
export type Paints = Readonly<Record<Tone | 'bold' | 'dim', Paint>>;

/** Colours only where `color` is true. Node would look at its own standard output instead. */
export function createStyle(color: boolean): Paints {
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
