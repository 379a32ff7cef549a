import { xmlAttributes, xmlText } from '../../report/render/xml.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import { shortJson } from '../../text/shorten.ts';
import { LOST, type FieldRow, type LaneResult, type RelayResult } from '../result.ts';
import { excerpt } from './excerpt.ts';
import { endsOf } from './losses.ts';

const BODY = 2000;

/**
 * The report as JUnit XML: a suite for each lane, and a case for each field of a situation. A lost field fails, and a refused or
 * unsayable field is skipped.
 */
export function* junitRelay({ lanes }: RelayResult): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  for (const [id, lane] of lanes.entries()) yield* suite(lane, id);
  yield '</testsuites>\n';
}

function* suite(lane: LaneResult, id: number): Generator<string> {
  const { name, fields } = lane;
  const attributes = {
    name,
    package: 'tooltape.relay',
    id,
    timestamp: '1970-01-01T00:00:00',
    hostname: 'localhost',
    tests: fields.length,
    failures: fields.filter(({ word }) => LOST.has(word)).length,
    errors: 0,
    skipped: fields.filter(isSkipped).length,
    time: '0.000',
  };
  yield `  <testsuite${xmlAttributes(attributes)}>\n    <properties/>\n`;
  for (const row of fields) yield testcase(row, lane);
  yield '    <system-out/>\n    <system-err/>\n  </testsuite>\n';
}

function isSkipped({ word }: FieldRow): boolean {
  return word === 'refused' || word === 'unsayable';
}

function testcase(row: FieldRow, lane: LaneResult): string {
  const { situation, field, stream, word, note } = row;
  const name = `${field}${stream ? ', streamed' : ''}`;
  const open = `    <testcase${xmlAttributes({ name, classname: situation, time: '0.000' })}`;
  if (isSkipped(row)) return `${open}>\n      <skipped/>\n    </testcase>\n`;
  if (!LOST.has(word)) return `${open}/>\n`;
  const message = `${word}: ${FIELDS[field].about}${note === null ? '' : `: ${note}`}`;
  const lines = [
    `said ${shortJson(row.said, 300)}, found ${shortJson(row.found, 300)}`,
    ...endsOf(row, lane).map((end) => `${end.name} ${excerpt(end.body, { field: row.field, ...end }, BODY)}`),
  ];
  const failure = `<failure${xmlAttributes({ message, type: word })}>${lines.map(xmlText).join('\n')}</failure>`;
  return `${open}>\n      ${failure}\n    </testcase>\n`;
}
