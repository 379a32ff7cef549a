import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { JsonScanner } from '../../src/json/json-scanner.ts';
import { scanJson } from '../../src/json/json-scan.ts';
import { addCallDeltas } from '../../src/protocol/chat/read/stream/stream-calls.ts';
import type { StreamCall } from '../../src/protocol/chat/read/stream/stream-call.ts';
import type { Findings } from '../../src/protocol/findings.ts';

const texts = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value, null, 1)),
  fc.string(),
  fc.stringMatching(/^[[\]{}",:\-+.eE0-9a-z\\ ]{0,20}$/),
);

test('a text in pieces is scanned as the whole of it, each character once', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(60)), (text, cuts) => {
      const scanner = new JsonScanner();
      const bounds = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
      for (const [i, from] of bounds.entries()) scanner.feed(text.slice(from, bounds[i + 1] ?? text.length));
      const whole = new JsonScanner();
      whole.feed(text);
      expect([scanner.kind, scanner.end]).toEqual([whole.kind, whole.end]);
      expect(scanner.steps).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('what is whole is what JSON.parse takes, and its every beginning is open or whole', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const scanner = new JsonScanner();
      scanner.feed(text);
      const parses = ((): boolean => {
        try {
          JSON.parse(text);
          return true;
        } catch {
          return false;
        }
      })();
      expect(scanner.kind === 'whole').toBe(parses);
      if (!parses) return;
      for (let end = 0; end < text.length; end += 1) expect(scanJson(text.slice(0, end)).kind).not.toBe('bad');
    }),
  );
});

test.each<[string, (i: number) => { function: object; id?: string; index?: number }]>([
  ['the name and the id in every delta, no index', () => ({ id: 'a', function: { name: 'get_weather' } })],
  ['a new id with every delta', (i: number) => ({ index: 0, id: `a${i}`, function: { name: 'get_weather' } })],
  ['a new id and no name', (i: number) => ({ index: 0, id: `a${i}`, function: {} })],
  ['an index alone', () => ({ index: 0, function: {} })],
])('arguments are read in steps that grow with their length, with %s', (_, shape) => {
  const stepsFor = (pieces: number): number => {
    const text = JSON.stringify({ city: 'x'.repeat(pieces * 8) });
    const calls: StreamCall[] = [];
    const findings: Findings = [];
    const tools = new Map([['get_weather', { required: ['city'] }]]);
    const opening = { index: 0, id: 'a', function: { name: 'get_weather', arguments: '' } };
    addCallDeltas(calls, [opening], tools, findings);
    for (let i = 0, at = 0; at < text.length; i += 1, at += 8) {
      const { function: fields, ...rest } = shape(i);
      addCallDeltas(calls, [{ ...rest, function: { ...fields, arguments: text.slice(at, at + 8) } }], tools, findings);
    }
    expect(calls).toHaveLength(1);
    return calls.reduce((sum, { scan }) => sum + scan.steps, 0);
  };
  expect(stepsFor(4000)).toBeLessThan(stepsFor(1000) * 4.2);
});
