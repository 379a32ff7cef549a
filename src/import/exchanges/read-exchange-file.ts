import { parseJson } from '../../json/parse.ts';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import type { Json } from '../../json/json.ts';
import { createRedactor, type Redactor } from '../../redact/redact.ts';
import { shorten } from '../../text/shorten.ts';
import { readLines } from '../json-lines.ts';
import { unreadableFile } from '../unreadable.ts';
import type { InputExchange, Refused } from './exchange.ts';
import type { Entry } from './formats/format.ts';
import { entryOfLine, formatOf } from './formats/formats.ts';
import { parseYaml } from './formats/parse-yaml.ts';
import { readExchange } from './read-exchange.ts';

/** Longest document in bytes. Several copies of a document are in memory, and Node's longest text is twice this. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;
const YAML = /\.ya?ml$/i;
const JSON_DOCUMENT = /\.(?:json|har)$/i;
const KINDS = 'JSON lines of { request, response }, a HAR, a VCR cassette or fixtures of aimock';

/**
 * The exchanges of a file, in order; `name` is its name in messages. Errors: IMPORT for a file that is unreadable or has no
 * exchange.
 */
export function readExchangeFile(file: string, name: string = basename(file)): (InputExchange | Refused)[] {
  const redactor = createRedactor();
  let inputs: (InputExchange | Refused)[];
  try {
    inputs = isDocument(file) ? readDocument(file, name, redactor) : fromLines(file, name, redactor);
  } catch (cause) {
    throw unreadableFile(file, cause) ?? cause;
  }
  if (inputs.length > 0) return inputs;
  throw new TooltapeError('IMPORT', `${file}: expected ${KINDS}, found nothing`, {
    remedy: 'Name a file that holds exchanges.',
  });
}

/** True for a name of a document format. A `.json` file that is no JSON document has one value a line. */
function isDocument(file: string): boolean {
  return YAML.test(file) || JSON_DOCUMENT.test(file);
}

function readDocument(file: string, name: string, redactor: Redactor): (InputExchange | Refused)[] {
  const { size } = statSync(file);
  if (size > LARGEST_DOCUMENT) {
    const mebibytes = Math.ceil(size / 1024 / 1024);
    throw new TooltapeError(
      'IMPORT',
      `${file}: it has ${mebibytes} MiB, and a file of at most 256 MiB can be read as a whole`,
      {
        remedy:
          'Write its entries one a line, in a file that ends in .jsonl and may have any size: jq -c ".log.entries[]" for a HAR.',
      },
    );
  }
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const document = YAML.test(file) ? yamlOf(text, file) : parseJson(text);
  if (document === undefined) return fromLines(file, name, redactor);
  refuseOwnRecording(document, file);
  const format = formatOf(document);
  if (format === null) {
    // A file of one value a line with a single line.
    if (!YAML.test(file) && !text.trim().includes('\n')) return fromLines(file, name, redactor);
    const [found, remedy] = YAML.test(file)
      ? ['other YAML', 'Name a cassette with `interactions`.']
      : ['other JSON', 'Name a file that holds exchanges.'];
    throw new TooltapeError('IMPORT', `${file}: expected ${KINDS}, found ${found}`, { remedy });
  }
  return [...format.entries(document)].map((entry, i) => readEntry(entry, name, `${name}#${i + 1}`, redactor));
}

/** Errors: IMPORT for a cassette of tooltape, which needs no import. */
function refuseOwnRecording(document: Json, file: string): void {
  const format = typeof document === 'object' && document !== null && 'format' in document ? document['format'] : null;
  if (typeof format !== 'string' || !format.startsWith('tooltape.')) return;
  throw new TooltapeError('IMPORT', `${file}: it is a file of tooltape already (${shorten(format, 40)})`, {
    remedy: 'Replay a cassette as it is: npx tooltape replay, or npx tooltape exec for that of a program.',
  });
}

function readEntry(entry: Entry, name: string, place: string, redactor: Redactor): InputExchange | Refused {
  if ('refused' in entry) return { id: place, source: name, refused: entry.refused };
  return readExchange(entry.value, name, place, redactor);
}

function yamlOf(text: string, file: string): Json {
  try {
    return parseYaml(text);
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new TooltapeError('IMPORT', `${file}: the file is no YAML that can be read: ${reason}`, {
      remedy: 'Leave it out, or record it again.',
      cause,
    });
  }
}

function fromLines(file: string, name: string, redactor: Redactor): (InputExchange | Refused)[] {
  const inputs: (InputExchange | Refused)[] = [];
  for (const { line, text } of readLines(file)) {
    const place = `${name}#${line}`;
    const value = parseJson(text);
    if (value === undefined) inputs.push({ id: place, source: name, refused: `line ${line} is not JSON` });
    else inputs.push(readEntry(entryOfLine(value), name, place, redactor));
  }
  return inputs;
}
