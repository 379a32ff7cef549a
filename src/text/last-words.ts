/**
 * The end of what a program wrote, on one line of at most `most` characters: its lines joined by ` | `, the last ones if not all
 * fit. Indented lines are left out, because the frames of a trace are indented and its reason is not.
 */
export function lastWords(text: string, most: number): string {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const flush = lines.filter((line) => !/^\s/.test(line) && !/^(?:[{}[\]()]+|Node\.js v\S+)$/.test(line.trim()));
  const told: string[] = [];
  let length = 0;
  for (const line of (flush.length > 0 ? flush : lines).map((each) => each.trim()).reverse()) {
    length += line.length + SEPARATOR.length;
    if (told.length > 0 && length > most) break;
    told.unshift(line);
  }
  return told.join(SEPARATOR).slice(-most);
}

const SEPARATOR = ' | ';
