/**
 * What the sequential test promises, by simulation: how often models that do not differ are called different at any time of
 * looking, and how many pairs it takes at a difference of ten points, in rounds of 100 scenarios. `node bench/sequential.ts [--runs 100000]`; exit 1 when a
 * bound is missed.
 */
import { parseArgs } from 'node:util';
import { SEQUENTIAL_ALPHA as ALPHA } from '../src/stats/sequential/sequential-test.ts';
import { everCalledDifferent, fixedDesign, randomOf, runToVerdict } from './simulate-sequential.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' } } });
const runs = Number(values.runs);
const MARGIN = 0.05;
const DISCORDANT = [0.2, 0.3, 0.5] as const;
const HORIZON = 5_000;
/** Far beyond what any run takes. */
const MOST = 20_000;
const started = performance.now();
let met = true;

function check(held: boolean): string {
  met &&= held;
  return held ? 'ok' : 'MISSED';
}

console.log(`${runs} runs each, margin ${MARGIN}, level ${ALPHA}\n`);
console.log(`No difference: called different at any time within ${HORIZON} pairs, looking after each (at most 0.05)`);
for (const [at, discordant] of DISCORDANT.entries()) {
  const random = randomOf(1 + at);
  let wrong = 0;
  for (let run = 0; run < runs; run++) if (everCalledDifferent(discordant, MARGIN, HORIZON, random)) wrong += 1;
  console.log(`  discordance ${discordant}: ${(wrong / runs).toFixed(4)} ${check(wrong / runs <= ALPHA)}`);
}

console.log('\nA difference as large as the margin: called no larger than it at any time (at most 0.05)');
for (const [at, discordant] of DISCORDANT.entries()) {
  const random = randomOf(21 + at);
  const some = Math.ceil(runs / 10);
  let wrong = 0;
  for (let run = 0; run < some; run++) {
    const { verdict } = runToVerdict({ discordant, difference: MARGIN }, MARGIN, HORIZON, random);
    if (verdict === 'equal') wrong += 1;
  }
  console.log(
    `  discordance ${discordant}: ${(wrong / some).toFixed(4)} ${check(wrong / some <= ALPHA)} (${some} runs)`,
  );
}

console.log('\nTen points: mean number of pairs until the verdict, without any limit, against the fixed design');
for (const [at, discordant] of DISCORDANT.entries()) {
  const models = { discordant, difference: 0.1 };
  const random = randomOf(11 + at);
  const counts = { better: 0, worse: 0, equal: 0, open: 0 };
  const pairs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const stopped = runToVerdict(models, MARGIN, MOST, random);
    counts[stopped.verdict ?? 'open'] += 1;
    pairs.push(stopped.pairs);
  }
  const mean = pairs.reduce((sum, one) => sum + one, 0) / runs;
  const figures = ([90, 80] as const).map((power) => {
    const fixed = fixedDesign(models, power);
    const bound = power === 90 ? 0.75 : 1;
    const ratio = mean / fixed;
    return `${ratio.toFixed(3)} of ${fixed} at ${power} % power (at most ${bound}) ${check(ratio <= bound)}`;
  });
  const within = pairs.filter((one) => one <= fixedDesign(models, 90)).length / runs;
  console.log(`  discordance ${discordant}: mean ${mean.toFixed(1)}: ${figures.join('; ')}`);
  console.log(
    `    better ${counts.better}, worse ${counts.worse}, no larger than the margin ${counts.equal}, open ${counts.open};` +
      ` within the fixed design of 90% power: ${(within * 100).toFixed(1)}%`,
  );
}
console.log('\nThe same where one round has more scenarios, for which the bets aim at smaller differences (no bound)');
for (const [at, discordant] of DISCORDANT.entries()) {
  const models = { discordant, difference: 0.1 };
  const figures = [300, 600, 1200].map((round) => {
    const random = randomOf(31 + at);
    const some = Math.ceil(runs / 20);
    let pairs = 0;
    for (let run = 0; run < some; run++) pairs += runToVerdict(models, MARGIN, MOST, random, round).pairs;
    return `${(pairs / some / fixedDesign(models, 90)).toFixed(3)} with ${round}`;
  });
  console.log(`  discordance ${discordant}: ${figures.join(', ')}`);
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
if (!met) process.exitCode = 1;
