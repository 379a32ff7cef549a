/** A note that a server asked the client for something: `sampling/createMessage`. */
export function askedNote(server: string, method: string): string {
  return `note: the MCP server "${server}" asked for ${method}, which tooltape refuses: no model or person answers it`;
}
