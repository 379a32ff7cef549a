/**
 * True when a text fits a pattern in which `*` stands for any number of characters. Takes linear time for every pattern and
 * text.
 */
export function fitsGlob(glob: string, text: string): boolean {
  const [head = '', ...parts] = glob.split(/\*+/);
  const tail = parts.pop();
  if (tail === undefined) return text === glob;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  const inner = text.slice(head.length, text.length - tail.length);
  let from = 0;
  for (const part of parts) {
    const at = inner.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
