/** The MCP server that a new project tests. */
export interface InitServer {
  readonly name: string;
  /** A URL, or the program and its arguments. */
  readonly target: string | readonly string[];
}

/** The servers of a new configuration. */
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

/** What to do next in a project that tests a server. */
export function serverCommands(name: string): readonly string[] {
  return ['npx tooltape run', 'npx tooltape bless', `npx tooltape mcp diff ${name}`];
}
