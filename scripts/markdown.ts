/** A Markdown table; a bar in a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

/** Text as inline code. */
export function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/**
 * The text of a page with its generated regions filled: what stands between `<!-- generated: name -->` and `<!-- end -->`.
 * Errors: when the page has no such region, or has it twice.
 */
export function withRegions(page: string, regions: Readonly<Record<string, string>>): string {
  let text = page;
  for (const [name, content] of Object.entries(regions)) {
    const start = `<!-- generated: ${name} -->\n`;
    const parts = text.split(start);
    const [before, after] = parts;
    const end = after?.indexOf('<!-- end -->') ?? -1;
    if (parts.length !== 2 || end === -1) throw new Error(`the page needs one region ${start.trim()} … <!-- end -->`);
    text = `${before}${start}\n${content}\n${after?.slice(end)}`;
  }
  return text;
}
