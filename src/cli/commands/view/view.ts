import { randomBytes } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import { openRunFile } from '../../../run/file/run-file-read.ts';
import { escapeText } from '../../../text/escape.ts';
import type { CommandContext } from '../../command-context.ts';
import { catchInterrupt } from '../../interrupt.ts';
import { runFileOr } from '../../output/files.ts';
import { choicePage, exchangesOf } from './run-choice.ts';
import { startReportServer, type ReportServer } from './report-server.ts';

/** Milliseconds between two checks of the run file. */
const LOOKED_EVERY = 250;

/** `tooltape view`: serves the page of a run until it is interrupted, and reloads the page when there is a newer run. */
export async function view(
  { terminal }: CommandContext,
  path: string | undefined,
  options: { readonly port?: number },
): Promise<number> {
  const file = runFileOr(path);
  // An unreadable run file is reported before the browser opens.
  openRunFile(file);
  const server = await serve(file, options.port ?? 0);
  watchFile(file, { interval: LOOKED_EVERY }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs && now.size > 0) server.reload();
  });
  terminal.out(`${server.url}\n`);
  terminal.err(`serving ${escapeText(file)} to this machine; the page follows newer runs; Ctrl-C ends it\n`);
  const interrupt = catchInterrupt(() => {});
  await new Promise<void>((done) => interrupt.stop.addEventListener('abort', () => done(), { once: true }));
  interrupt.release();
  unwatchFile(file);
  await server.close();
  return EXIT.done;
}

async function serve(file: string, port: number): Promise<ReportServer> {
  try {
    return await startReportServer({
      token: randomBytes(16).toString('base64url'),
      port,
      page: (events, query) => choicePage(file, query, events),
      exchanges: (query) => exchangesOf(file, query),
      explain: (error) => (error instanceof TooltapeError ? `${error.message}. ${error.remedy ?? ''}` : String(error)),
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'the port is taken' : `the port cannot be used: ${code}`;
    throw new TooltapeError('USAGE', `--port ${port}: ${why}`, {
      remedy: 'Name another one, or leave it out for any free one.',
      cause,
    });
  }
}
