/** What a server did or failed to do, as a sentence without its name: `it did not answer within 30 s`. Costs a trial, or the command. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
  readonly server: string;

  constructor(server: string, what: string, options: { readonly cause?: unknown } = {}) {
    super(`the MCP server "${server}": ${what}`, options);
    this.server = server;
  }
}
