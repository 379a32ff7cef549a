import { DEFAULT_PROTOCOL } from '../domain/protocol.ts';
import type { ModelRow, TrialRow } from '../domain/run.ts';
import type { GatewayPair } from './comparison.ts';
import { judged } from './pair-tally.ts';
import { sameCalls, sameNames } from './same-calls.ts';

interface Agreement {
  n: number;
  sameCalls: number;
  sameNames: number;
  /** Pairs of trials that made a call: both trials, only the first, only the second. */
  both: number;
  firstOnly: number;
  secondOnly: number;
}

interface Validity {
  valid: number;
  called: number;
}

/** Counts how one model answers through two gateways, trial by trial. */
export interface GatewayTally {
  readonly base: ModelRow;
  readonly candidate: ModelRow;
  readonly across: Agreement;
  readonly within: Agreement;
  readonly validity: { readonly base: Validity; readonly candidate: Validity };
  readonly findings: Map<string, { base: number; candidate: number }>;
}

/** Models that several gateways serve under one name: the first listed with each of the others. */
export function gatewayPairs(models: readonly ModelRow[]): GatewayTally[] {
  const first = new Map<string, ModelRow>();
  const pairs: GatewayTally[] = [];
  for (const model of models) {
    const base = first.get(model.servedAs);
    if (base === undefined) first.set(model.servedAs, model);
    else if (base.gateway !== model.gateway) pairs.push(gatewayTally(base, model));
  }
  return pairs;
}

/** Counts all pairs of gateways while trials pass by, sorted by scenario; holds one scenario. */
export function gatewayCounter(models: readonly ModelRow[]): {
  add(row: TrialRow): void;
  finish(): GatewayPair[];
} {
  const tallies = gatewayPairs(models);
  let scenario: string | null = null;
  let byModel = new Map<string, TrialRow[]>();
  const flush = (): void => {
    for (const tally of tallies) addGatewayTrials(tally, byModel);
    byModel = new Map();
  };
  return {
    add(row) {
      if (tallies.length === 0) return;
      if (row.scenario !== scenario) flush();
      scenario = row.scenario;
      const rows = byModel.get(row.model);
      if (rows === undefined) byModel.set(row.model, [row]);
      else rows.push(row);
    },
    finish() {
      flush();
      return tallies.map(finishGatewayPair);
    },
  };
}

/** Adds the trials of one scenario. */
export function addGatewayTrials(tally: GatewayTally, byModel: ReadonlyMap<string, readonly TrialRow[]>): void {
  const base = byModel.get(tally.base.name) ?? [];
  const candidate = byModel.get(tally.candidate.name) ?? [];
  for (const row of base) note(row, tally.validity.base, tally.findings, 'base');
  for (const row of candidate) note(row, tally.validity.candidate, tally.findings, 'candidate');
  const answered = base.filter(judged);
  const others = new Map(candidate.filter(judged).map((row) => [row.trial, row]));
  answered.forEach((row, at) => {
    const other = others.get(row.trial);
    if (other !== undefined) agree(tally.across, row, other);
    const next = answered[at + 1];
    if (next !== undefined) agree(tally.within, row, next);
  });
}

/** The finished tally. */
export function finishGatewayPair(tally: GatewayTally): GatewayPair {
  const { base, candidate, across, within, validity } = tally;
  return {
    servedAs: base.servedAs,
    base: base.name,
    candidate: candidate.name,
    baseGateway: base.gateway,
    candidateGateway: candidate.gateway,
    ...protocolsOf(base, candidate),
    n: across.n,
    triggerF1: triggerF1(across),
    callAgreement: share(across.sameCalls, across.n),
    nameAgreement: share(across.sameNames, across.n),
    schemaAccuracy: {
      base: share(validity.base.valid, validity.base.called),
      candidate: share(validity.candidate.valid, validity.candidate.called),
    },
    noiseFloor:
      within.n === 0 ? null : { n: within.n, triggerF1: triggerF1(within), callAgreement: within.sameCalls / within.n },
    findings: [...tally.findings]
      .map(([check, counts]) => ({ check, ...counts }))
      .sort((a, b) => (a.check < b.check ? -1 : 1)),
  };
}

function protocolsOf(base: ModelRow, candidate: ModelRow): Pick<GatewayPair, 'protocols'> {
  if (base.protocol === undefined && candidate.protocol === undefined) return {};
  return { protocols: { base: base.protocol ?? DEFAULT_PROTOCOL, candidate: candidate.protocol ?? DEFAULT_PROTOCOL } };
}

function gatewayTally(base: ModelRow, candidate: ModelRow): GatewayTally {
  return {
    base,
    candidate,
    across: { n: 0, sameCalls: 0, sameNames: 0, both: 0, firstOnly: 0, secondOnly: 0 },
    within: { n: 0, sameCalls: 0, sameNames: 0, both: 0, firstOnly: 0, secondOnly: 0 },
    validity: { base: { valid: 0, called: 0 }, candidate: { valid: 0, called: 0 } },
    findings: new Map(),
  };
}

function note(row: TrialRow, validity: Validity, findings: GatewayTally['findings'], side: 'base' | 'candidate'): void {
  if (row.scores.valid !== null) {
    validity.called += 1;
    if (row.scores.valid === 1) validity.valid += 1;
  }
  for (const check of new Set(row.findings.map((finding) => finding.check))) {
    const counts = findings.get(check) ?? { base: 0, candidate: 0 };
    counts[side] += 1;
    findings.set(check, counts);
  }
}

function agree(agreement: Agreement, a: TrialRow, b: TrialRow): void {
  agreement.n += 1;
  if (sameCalls(a, b)) agreement.sameCalls += 1;
  if (sameNames(a, b)) agreement.sameNames += 1;
  const first = a.calls.length > 0;
  const second = b.calls.length > 0;
  if (first && second) agreement.both += 1;
  else if (first) agreement.firstOnly += 1;
  else if (second) agreement.secondOnly += 1;
}

/** F1 = 2·TP / (2·TP + FP + FN); null where no trial made a call. */
function triggerF1({ both, firstOnly, secondOnly }: Agreement): number | null {
  return share(2 * both, 2 * both + firstOnly + secondOnly);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
