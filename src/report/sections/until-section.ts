import type { UntilRow } from '../../domain/run.ts';
import { count, counted, points, writtenPercent } from '../../text/numbers.ts';
import { type Block, type Item, type Section, section } from '../document.ts';

type Candidate = UntilRow['candidates'][number];

const TONES = { better: 'good', worse: 'bad', equal: 'plain' } as const;

/** The verdicts of `--until decided`, one line for each model, and the method. */
export function untilSection(until: UntilRow | undefined): Section[] {
  if (until === undefined) return [];
  const against = until.against === null ? 'the baseline' : until.against;
  const blocks: Block[] = [untilItems(until), { kind: 'note', text: untilMethod(until) }];
  const { candidates } = until;
  const decided = candidates.filter(({ verdict }) => verdict !== null).length;
  const title =
    decided === candidates.length
      ? `Decided against ${against}`
      : `Against ${against}: ${count(decided)} of ${counted(candidates.length, 'model')} decided`;
  return section(title, blocks);
}

/** One line for each model: the verdict and the counts behind it. */
export function untilItems(until: UntilRow): Block {
  const items = until.candidates.map((candidate): Item => ({
    tone: candidate.verdict === null ? 'warn' : TONES[candidate.verdict],
    lead: candidate.model,
    text: candidateText(candidate, until),
  }));
  return { kind: 'list', items, hidden: 0 };
}

/** The note that tests of a fixed number of trials do not hold for a run that stopped when it was decided. */
export function stoppedNote({ against }: UntilRow): Block {
  const other = against === null ? 'the baseline' : against;
  const text = `Trials were added until models were decided against ${other}; tests of a fixed number of trials do not allow for that.`;
  return { kind: 'note', text };
}

/** The note on the method, in one line. */
export function untilMethod({ maxTrials }: UntilRow): string {
  return (
    'Paired on the same trials, looked at after every pair: test by betting, valid at any time of stopping ' +
    `(Waudby-Smith and Ramdas 2024), 5%, Holm-corrected over the models. At most ${counted(maxTrials, 'trial')} of a scenario.`
  );
}

/** A model's verdict as text: `better: +12.3 points over 140 pairs, …`. */
export function candidateText(candidate: Candidate, { margin }: UntilRow): string {
  const { verdict, pairs, basePassOnly, candidatePassOnly } = candidate;
  const seen =
    pairs === 0
      ? 'no pair was judged on both sides'
      : `${points((candidatePassOnly - basePassOnly) / pairs)} points over ${counted(pairs, 'pair')}, ` +
        `${count(candidatePassOnly)} passed by it alone, ${count(basePassOnly)} by the other alone`;
  if (verdict === 'equal') return `no difference larger than ${writtenPercent(margin)} points: ${seen}`;
  if (verdict !== null) return `${verdict}: ${seen}`;
  return `undecided: ${seen}`;
}
