import type { Comparison, Pair, SelectionPair } from '../../compare/comparison.ts';
import { changeItem } from '../sections/comparison/change-items.ts';
import { expectedAndActual } from '../sections/expected-and-actual.ts';
import { counted, percent, pValue, points } from '../../text/numbers.ts';
import { xmlAttributes, xmlText } from '../render/xml.ts';

/**
 * A comparison as JUnit XML: a case for each pair, for each regression between two runs, and for each tool whose choice is
 * decided. A case fails when the candidate is worse.
 */
export function* comparisonJunit(comparison: Comparison): Generator<string> {
  const cases = [
    ...comparison.pairs.map(pairCase),
    ...selectionOf(comparison).flatMap(selectionCases),
    ...(comparison.kind === 'runs' ? regressionCases(comparison) : []),
  ];
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
  const message = `${pair.verdict}: ${points(pair.difference)} points on ${counted(pair.n, 'pair')}, p ${pValue(pair.pAdjusted)}`;
  return testcase(name, 'comparison', pair.verdict === 'worse' ? { message, type: 'worse', lines: [message] } : null);
}

function selectionOf(comparison: Comparison): readonly SelectionPair[] {
  return comparison.kind === 'runs' ? comparison.selection : [...comparison.definitions, ...comparison.orders];
}

function selectionCases({ base, candidate, tools }: SelectionPair): Case[] {
  const decided = tools.filter(({ verdict }) => verdict !== 'inconclusive');
  return decided.map(({ tool, verdict, base: before, candidate: now, pAdjusted }) => {
    const message = `${verdict}: ${tool} chosen rightly in ${percent(now)} of the trials, ${percent(before)} before, p ${pValue(pAdjusted)}`;
    const name = `${tool}: ${candidate} against ${base}`;
    return testcase(name, 'selection', verdict === 'worse' ? { message, type: 'worse', lines: [message] } : null);
  });
}

function regressionCases(comparison: Extract<Comparison, { kind: 'runs' }>): Case[] {
  const { changes } = comparison;
  return [...changes['newly-failing'].items, ...changes.flakier.items]
    .filter(({ regression }) => regression)
    .map((change) => {
      const failure = { message: changeItem(change, 'bad').text, type: change.kind, lines: expectedAndActual(change) };
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
