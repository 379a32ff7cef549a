import { MOUNT_VARIABLE } from '../../agent/environment.ts';
import { nodeFault } from '../../domain/platform/node-version.ts';
import { forwardOrigins, type Forwarded } from '../../network/forward-mount.ts';

/** Set by the first program that said why it is not caught, so that the programs that it starts do not repeat it. */
const TOLD_VARIABLE = `${MOUNT_VARIABLE}_TOLD`;

// Node loads this file before the program that `tooltape exec` starts: it catches clients that no variable reaches.
const given = process.env[MOUNT_VARIABLE];
if (given !== undefined && given !== '') {
  // On an older Node nock loads, and then every request of the program fails.
  const fault = nodeFault(process.versions.node);
  if (fault === null) await mount(given);
  else tell(fault);
}

async function mount(forwarded: string): Promise<void> {
  try {
    await forwardOrigins(JSON.parse(forwarded) as Forwarded[]);
  } catch (error) {
    tell(`nock does not load: ${String(error)}`);
  }
}

function tell(reason: string): void {
  if (process.env[TOLD_VARIABLE] === '1') return;
  process.env[TOLD_VARIABLE] = '1';
  process.stderr.write(`tooltape: this program's requests are caught by environment variables alone: ${reason}\n`);
}
