/**
 * A fault of a server. Its message is a sentence without the server's name: `it did not answer within 30 s`. It makes the trial
 * an error, or ends the command.
 */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
  readonly server: string;

  constructor(server: string, what: string, options: { readonly cause?: unknown } = {}) {
    super(`the MCP server "${server}": ${what}`, options);
    this.server = server;
  }
}
