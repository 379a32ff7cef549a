import type { Importer } from '../importer.ts';
import { optionValue } from '../importer.ts';

/** `tooltape import mcp`. */
export const mcpImporter: Importer = {
  help: 'an MCP server of the configuration: a first scenario for each tool, to be filled in',
  argument: { term: '<server>', help: 'its name under `servers` in the configuration' },
  options: [
    {
      flags: '--out <dir>',
      help: 'writes scenarios/ and the snapshot in cassettes/ here',
      required: true,
      writes: 'folder',
    },
    { flags: '--config <file>', help: 'the configuration (default: tooltape.config.yaml)' },
  ],
  examples: ['files --out .'],
  load: async () => {
    const { importServer } = await import('./import-server.ts');
    return (request, { env, version }) =>
      importServer(request.paths[0] ?? '', optionValue(request, 'out') ?? '', {
        env,
        version,
        config: optionValue(request, 'config'),
        cwd: process.cwd(),
      });
  },
};
