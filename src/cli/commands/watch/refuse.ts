import { TooltapeError } from '../../../domain/errors.ts';
import type { RunFlags } from '../../../run/prepare-run.ts';
import { isCi } from '../../../domain/recording.ts';
import type { ReportTarget } from '../../output/reports.ts';

/** Errors: USAGE for options that cannot be combined with `--watch`, by name. */
export function refuseWatch(
  options: RunFlags,
  targets: readonly ReportTarget<unknown>[],
  ci: string | undefined,
): void {
  if (isCi(ci)) {
    throw refused('--watch waits for edits, and CI is set: the job would never end', 'Leave --watch out in CI.');
  }
  const single = (['dryRun', 'until', 'against', 'margin', 'maxTrials'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (single !== undefined) {
    const flag = `--${single.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw refused(
      `--watch and ${flag} exclude each other: ${flag} is about requests, and a save sends none`,
      `Leave one of them out.`,
    );
  }
  const printed = targets.find(({ name, file }) => file === null && name !== 'table');
  if (printed !== undefined) {
    throw refused(
      `--watch prints the table after each save, and --reporter ${printed.name} would print there, too`,
      `Write it to a file, which each save brings up to date: --reporter table,${printed.name}:FILE`,
    );
  }
}

function refused(message: string, remedy: string): TooltapeError {
  return new TooltapeError('USAGE', message, { remedy });
}
