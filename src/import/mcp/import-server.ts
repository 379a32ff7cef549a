import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { resolveServer, type Environment } from '../../config/environment.ts';
import { loadConfig } from '../../config/load.ts';
import { secretsOf } from '../../config/secrets.ts';
import { TooltapeError } from '../../domain/errors.ts';
import { counted } from '../../text/numbers.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { askedNote } from '../../mcp/asked-note.ts';
import { listServer } from '../../mcp/list-server.ts';
import { snapshotFile, unknownServer, writeSnapshot } from '../../mcp/snapshot.ts';
import { createRedactor } from '../../redact/redact.ts';
import type { ImportOutcome } from '../importer.ts';
import { firstScenarios } from './first-scenarios.ts';

export interface ImportServerContext {
  readonly env: Environment;
  readonly version: string;
  /** Path of the configuration file; null for that of the working directory. */
  readonly config: string | null;
  readonly cwd: string;
}

/**
 * Lists the tools of a server, and writes a scenario for each tool and the snapshot. An existing file is not replaced, because
 * it is work of the user. Errors: USAGE, CONFIG, MISSING_KEY, SERVER, OUTPUT.
 */
export async function importServer(name: string, out: string, context: ImportServerContext): Promise<ImportOutcome> {
  const config = loadConfig({ file: context.config, cwd: context.cwd });
  const server = config.servers.get(name);
  if (server === undefined) {
    const { fault, advice } = unknownServer(name, [...config.servers.keys()]);
    throw new TooltapeError('USAGE', `${fault} ${advice}`, {
      remedy: 'Add it to tooltape.config.yaml: servers: { files: { command: [npx, -y, my-server] } }.',
    });
  }
  const file = join(out, 'scenarios', `${name}.yaml`);
  if (existsSync(file)) {
    throw new TooltapeError('USAGE', `${file} is there already, and may have been filled in`, {
      remedy: `Move it, or name another folder with --out. What changed on the server: npx tooltape mcp diff ${name}`,
    });
  }
  const asked = new Set<string>();
  const listed = await listServer(resolveServer(server, context.env), {
    version: context.version,
    signal: new AbortController().signal,
    legacy: new Set(),
    onAsk: (from, method) => asked.add(askedNote(from, method)),
  });
  const redactor = createRedactor({ secrets: secretsOf(config, context.env), patterns: config.redact });
  const clean = { ...listed, tools: redactor.json([...listed.tools]) };
  if (clean.tools.length === 0) {
    throw new TooltapeError('IMPORT', `The MCP server "${name}" lists no tools`, {
      remedy: 'See what it needs in its environment or arguments: a server may offer tools only then.',
    });
  }
  prepareFolder(dirname(file));
  writeFileAtomically(file, firstScenarios(clean));
  writeSnapshot(join(out, 'cassettes'), clean);
  return {
    result: [
      `${file}: ${counted(clean.tools.length, 'scenario')}`,
      `${snapshotFile(join(out, 'cassettes'), name)}: the tools as listed`,
    ],
    notes: [
      ...asked,
      'Write into each scenario what a user would say, and the arguments that are right; then take `review` away.',
    ],
    warnings: [],
    // For another folder `check` would not find the snapshot.
    next: resolve(context.cwd, out) === resolve(context.cwd) ? ['check', file] : null,
  };
}
