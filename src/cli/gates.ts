import { hasFloors } from '../compare/gates/floors.ts';
import type { MinPass } from '../compare/min-pass.ts';
import { renderTerminal } from '../report/render/render-terminal.ts';
import type { RunSource } from '../run/file/run-file-read.ts';
import type { Terminal } from './output/terminal.ts';

export interface GateOptions {
  readonly minPass?: readonly MinPass[];
  /** Path of the run file to hold the run against. */
  readonly baseline?: string;
  readonly baselineStrict?: boolean;
}

/** Holds a run against the gates that were set, shows what was compared, and says whether all were met. */
export async function checkGates(
  run: RunSource,
  baseline: RunSource | null,
  options: GateOptions,
  terminal: Terminal,
  print: (text: string) => void,
): Promise<boolean> {
  let met = true;
  if (options.minPass !== undefined) {
    const { checkMinPass } = await import('../compare/min-pass.ts');
    met = (await show(checkMinPass(run.summary, options.minPass), terminal, print)) && met;
  }
  if (hasFloors(run.header.scenarios)) {
    const { checkFloors } = await import('../compare/gates/floors.ts');
    met = (await show(checkFloors(run.header.scenarios, run.trials()), terminal, print)) && met;
  }
  if (baseline !== null) {
    const { compareRuns } = await import('../compare/compare-runs.ts');
    const { checkBaseline } = await import('../compare/baseline.ts');
    const result = checkBaseline(compareRuns(baseline, run), options.baselineStrict === true);
    met = (await show(result, terminal, print)) && met;
  }
  return met;
}

async function show(
  result: Parameters<typeof import('../report/sections/gate-document.ts').gateDocument>[0],
  terminal: Terminal,
  print: (text: string) => void,
): Promise<boolean> {
  const { gateDocument } = await import('../report/sections/gate-document.ts');
  print(`\n${renderTerminal(gateDocument(result), { width: terminal.width, color: terminal.color })}`);
  return result.met;
}
