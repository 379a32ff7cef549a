import { PERSONAS } from '../../domain/sandbox.ts';
import { EXIT } from '../../domain/errors.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { knownServers } from '../../run/servers/known-servers.ts';
import { loadScenarios } from '../../scenario/load.ts';
import { counted } from '../../text/numbers.ts';
import { catchInterrupt } from '../interrupt.ts';
import type { CommandContext } from '../command-context.ts';

/** `tooltape sandbox`: serves the simulated models until it is interrupted. */
export async function sandbox(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: { readonly port?: number },
): Promise<number> {
  const { scenarios } = loadScenarios(paths, {
    cwd: process.cwd(),
    servers: knownServers({ cwd: process.cwd() }),
    withoutTools: true,
  });
  const server = await startSandbox({ scenarios, port: options.port ?? 0 });
  terminal.out(`${server.baseUrl}\n`);
  terminal.err(`serving ${counted(scenarios.length, 'scenario')} as ${PERSONAS.join(', ')}; Ctrl-C ends it\n`);
  const interrupt = catchInterrupt(() => {});
  await new Promise<void>((done) => interrupt.stop.addEventListener('abort', () => done(), { once: true }));
  interrupt.release();
  await server.close();
  return EXIT.done;
}
