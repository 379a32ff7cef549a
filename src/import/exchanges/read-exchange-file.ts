import { basename } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import type { Json } from '../../json/json.ts';
import { createRedactor } from '../../redact/redact.ts';
import { readLines } from '../json-lines.ts';
import type { Exchange, Refused } from './exchange.ts';
import { readExchange } from './read-exchange.ts';

/** The exchanges of a file, in its order. Errors: IMPORT for a file that cannot be read or holds none. */
export function readExchangeFile(file: string): (Exchange | Refused)[] {
  const redactor = createRedactor();
  const name = basename(file);
  const inputs: (Exchange | Refused)[] = [];
  try {
    for (const { line, text } of readLines(file)) {
      const place = `${name}#${line}`;
      const value = parse(text);
      if (value === undefined) inputs.push({ id: place, source: name, refused: `line ${line} is not JSON` });
      else inputs.push(readExchange(value, name, place, redactor));
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new TooltapeError('IMPORT', `${file}: the file cannot be read: ${code}`, {
      remedy: 'Name files of JSON lines that you may read.',
      cause,
    });
  }
  if (inputs.length > 0) return inputs;
  throw new TooltapeError('IMPORT', `${file}: expected JSON lines of { request, response }, found nothing`, {
    remedy: 'Name a file that holds exchanges, one a line.',
  });
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
