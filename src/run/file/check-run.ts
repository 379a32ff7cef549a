import { PROTOCOL_NAMES } from '../../domain/protocol.ts';
import type { Summary } from '../../domain/run.ts';
import { FAIL_REASONS } from '../../domain/score.ts';
import { SEVERITIES } from '../../domain/wire.ts';
import {
  amount,
  anyJson,
  jsonObject,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  ordinal,
  orAbsent,
  orNull,
  share,
  text,
  truth,
  type ValueCheck,
  wholeNumber,
} from '../../json/value-check.ts';

const FAIL: readonly string[] = FAIL_REASONS;
const shard = objectOf({ index: ordinal, count: ordinal });
const date: ValueCheck = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : { path: '', expected: 'a date', found: value };
const price = objectOf({ input: amount, output: amount });
const tokens = orNull(wholeNumber);

const model = objectOf({
  name: text,
  servedAs: text,
  gateway: text,
  protocol: orAbsent(oneOf(PROTOCOL_NAMES)),
  unsent: orAbsent(listOf(text)),
  definitions: orAbsent(objectOf({ model: text, label: text })),
  price: orNull(price),
  omit: listOf(text),
  rename: mapOf(text),
  source: orNull(oneOf(['live', 'import'])),
});

const scenario = objectOf({
  id: text,
  tags: listOf(text),
  messages: anyJson,
  tools: listOf(jsonObject),
  expect: anyJson,
  ruleHash: text,
  minPass: orAbsent(share),
});

const stream: ValueCheck = (value) =>
  value === 'both' || typeof value === 'boolean' ? null : { path: '', expected: 'true, false or both', found: value };

const settings = objectOf({
  command: orNull(text),
  repeat: listOf(text),
  cassettes: text,
  stream,
  temperature: orNull(amount),
  maxTokens: orNull(wholeNumber),
  name: orAbsent(text),
});

/** Checks the header of a run file: every field but trials and summary. */
export const checkHeader: ValueCheck = objectOf({
  tool: objectOf({ version: text }),
  createdAt: date,
  mode: oneOf(['missing', 'all', 'replay', 'import']),
  wire: oneOf(['fair', 'raw']),
  shard: orNull(shard),
  toolOrder: orAbsent(oneOf(['both'])),
  settings: orAbsent(settings),
  stoppedBy: orAbsent(oneOf(['interrupt', 'cost', 'requests'])),
  models: listOf(model),
  scenarios: listOf(scenario),
});

const scores = objectOf({
  selection: orNull(share),
  arguments: orNull(share),
  required: orNull(share),
  valid: orNull(share),
  parallel: orNull(oneOf(['parallel', 'serial', 'incomplete'])),
  abstention: orNull(share),
  choice: orNull(share),
  final: orNull(share),
  recovered: orNull(share),
});

const parallelCounts = objectOf({ parallel: wholeNumber, serial: wholeNumber, incomplete: wholeNumber });

/** Checks one trial of a run file. */
export const checkTrial: ValueCheck = objectOf({
  scenario: text,
  model: text,
  trial: ordinal,
  status: oneOf(['pass', 'fail', 'error', 'unrecorded']),
  reason: orNull(text),
  error: orNull(objectOf({ status: orNull(wholeNumber), code: text, message: text })),
  attempts: wholeNumber,
  recordingHash: orNull(text),
  scores,
  parallelCounts: orNull(parallelCounts),
  relevance: orNull(share),
  problems: listOf(
    objectOf({ code: oneOf(FAIL), path: text, expected: anyJson, actual: anyJson, detail: orNull(text) }),
  ),
  calls: listOf(
    objectOf({
      step: ordinal,
      name: text,
      arguments: orNull(jsonObject),
      rawArguments: text,
      expected: orNull(text),
    }),
  ),
  steps: listOf(
    objectOf({
      turn: ordinal,
      text: orNull(text),
      finishReason: orNull(text),
      results: listOf(objectOf({ content: text, isError: truth, unsimulated: truth })),
      hosted: orAbsent(listOf(objectOf({ name: text, item: jsonObject }))),
      latencyMs: amount,
    }),
  ),
  findings: listOf(
    objectOf({
      check: text,
      severity: oneOf(SEVERITIES),
      message: text,
      evidence: objectOf({ cassette: text, interaction: ordinal, excerpt: text }),
    }),
  ),
  usage: objectOf({ input: tokens, output: tokens }),
  latencyMs: orNull(amount),
  costUsd: orNull(amount),
});

const interval = orNull(listOf(share, 2));
const mean = orNull(objectOf({ mean: share, n: wholeNumber }));

const counts: ValueCheck = objectOf({
  model: text,
  scenarios: wholeNumber,
  trials: wholeNumber,
  judged: wholeNumber,
  pass: wholeNumber,
  error: wholeNumber,
  unrecorded: wholeNumber,
  passRate: orNull(share),
  interval,
  scores: objectOf({
    selection: mean,
    arguments: mean,
    required: mean,
    valid: mean,
    abstention: mean,
    choice: mean,
    final: mean,
    recovered: mean,
  }),
  parallel: orNull(objectOf({ parallel: wholeNumber, serial: wholeNumber, incomplete: wholeNumber, support: share })),
  relevance: mean,
  irrelevance: mean,
  balancedAccuracy: orNull(share),
  passAtK: listOf(
    objectOf({
      k: ordinal,
      passAt: share,
      passHat: share,
      scenarios: wholeNumber,
      passAtInterval: orAbsent(interval),
      passHatInterval: orAbsent(interval),
    }),
  ),
  flaky: listOf(text),
  reasons: mapOf(wholeNumber),
  latency: orNull(objectOf({ p50: amount, p95: amount })),
  usage: objectOf({ input: wholeNumber, output: wholeNumber }),
  costUsd: orNull(amount),
  costPerSolvedUsd: orNull(amount),
  findings: mapOf(wholeNumber),
  tags: listOf(objectOf({ tag: text, judged: wholeNumber, pass: wholeNumber, passRate: orNull(share) })),
});

/** Checks the summary of a run file, a row a model. */
export const checkSummaries: ValueCheck = listOf((value) => {
  const fault = counts(value);
  if (fault !== null) return fault;
  const { trials, judged, pass } = value as Summary;
  if (judged > trials) return { path: 'judged', expected: `at most ${trials}, the number of trials`, found: judged };
  return pass > judged ? { path: 'pass', expected: `at most ${judged}, the number judged`, found: pass } : null;
});
