import type { Comparison, Pair } from '../../compare/comparison.ts';
import { changeItem } from '../sections/comparison/change-items.ts';
import { differenceLines } from '../sections/expected-and-actual.ts';
import { count, pValue, points } from '../../text/numbers.ts';
import { xmlAttributes, xmlText } from '../render/xml.ts';

/** A case is written for each pair; between two runs also for each regression. A pair that is worse fails. */
export function* comparisonJunit(comparison: Comparison): Generator<string> {
  const cases = [...comparison.pairs.map(pairCase), ...(comparison.kind === 'runs' ? regressionCases(comparison) : [])];
  const failures = cases.filter(({ failed }) => failed).length;
  const attributes = {
    name: comparison.kind === 'runs' ? 'comparison of two runs' : `models against ${comparison.baseline}`,
    package: 'tooltape',
    id: 0,
    timestamp: '1970-01-01T00:00:00',
    hostname: 'localhost',
    tests: cases.length,
    failures,
    errors: 0,
    skipped: 0,
    time: '0.000',
  };
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite${xmlAttributes(attributes)}>\n    <properties/>\n`;
  for (const { text } of cases) yield text;
  yield '    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n';
}

interface Case {
  readonly failed: boolean;
  readonly text: string;
}

function pairCase(pair: Pair): Case {
  const name = pair.base === pair.candidate ? pair.candidate : `${pair.candidate} against ${pair.base}`;
  const message = `${pair.verdict}: ${points(pair.difference)} points on ${count(pair.n)} pairs, p ${pValue(pair.pAdjusted)}`;
  return testcase(name, 'comparison', pair.verdict === 'worse' ? { message, type: 'worse', lines: [message] } : null);
}

function regressionCases(comparison: Extract<Comparison, { kind: 'runs' }>): Case[] {
  const { changes } = comparison;
  return [...changes['newly-failing'].items, ...changes.flakier.items]
    .filter(({ regression }) => regression)
    .map((change) => {
      const failure = { message: changeItem(change, 'bad').text, type: change.kind, lines: differenceLines(change) };
      return testcase(change.scenario, change.model, failure);
    });
}

function testcase(
  name: string,
  classname: string,
  failure: { message: string; type: string; lines: string[] } | null,
): Case {
  const open = `    <testcase${xmlAttributes({ name, classname, time: '0.000' })}`;
  if (failure === null) return { failed: false, text: `${open}/>\n` };
  const attributes = xmlAttributes({ message: failure.message, type: failure.type });
  const body = failure.lines.map(xmlText).join('\n');
  return { failed: true, text: `${open}>\n      <failure${attributes}>${body}</failure>\n    </testcase>\n` };
}
