import type { PackageManager } from './package-manager.ts';

/** The MCP server that a new project tests. */
export interface InitServer {
  readonly name: string;
  /** A URL, or the program and its arguments. */
  readonly target: string | readonly string[];
}

/** The section `servers` of a new configuration. */
export function serverText({ name, target }: InitServer): string {
  const entry =
    typeof target === 'string'
      ? `{ url: ${JSON.stringify(target)} } # headers: { Authorization: { env: API_KEY, prefix: "Bearer " } }`
      : `{ command: ${JSON.stringify(target)} } # env: { TOKEN: { env: TOKEN } }, cwd: a folder`;
  return `
# MCP servers whose tools scenarios take: tools: [{ mcp: ${name} }].
servers:
  ${name}: ${entry}
`;
}

/** The next commands in a project that tests an MCP server, with what each does. */
export function serverCommands(
  name: string,
  { start }: PackageManager,
): readonly { readonly command: string; readonly why: string }[] {
  return [
    { command: `${start} tooltape run`, why: 'asks simulated models, lets the server answer, and records both' },
    { command: `${start} tooltape bless`, why: 'writes the baseline that the workflow compares with; commit it' },
    {
      command: `${start} tooltape mcp diff ${name}`,
      why: 'tells what the server offers otherwise than when it was recorded',
    },
  ];
}
