import { MOUNT_VARIABLE } from '../../agent/environment.ts';
import { forwardOrigins, type Forwarded } from '../../network/forward-mount.ts';

// Node loads this file before the program that `tooltape exec` starts: it catches clients that no variable reaches.
const given = process.env[MOUNT_VARIABLE];
if (given !== undefined && given !== '') {
  try {
    await forwardOrigins(JSON.parse(given) as Forwarded[]);
  } catch (error) {
    process.stderr.write(
      `tooltape: this program's requests are caught by environment variables alone, as nock does not load: ${String(error)}\n`,
    );
  }
}
