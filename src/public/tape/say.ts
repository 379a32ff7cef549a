/** Prints one line for the user on stderr. */
export function say(text: string): void {
  process.stderr.write(`tooltape: ${text}\n`);
}
