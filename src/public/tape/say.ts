/** Tells a person something, in one line on stderr. */
export function say(text: string): void {
  process.stderr.write(`tooltape: ${text}\n`);
}
