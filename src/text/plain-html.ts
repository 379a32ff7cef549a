/** The title of an HTML page; `''` without one. Takes time in proportion to the page. */
export function htmlTitle(page: string): string {
  const lower = page.toLowerCase();
  const open = lower.indexOf('<title');
  const from = open === -1 ? -1 : page.indexOf('>', open);
  const to = from === -1 ? -1 : lower.indexOf('</title', from);
  return to === -1 ? '' : page.slice(from + 1, to).trim();
}

/** What a reader sees of an HTML page, on one line: without tags, comments, scripts and styles. Linear, too. */
export function plainHtml(page: string): string {
  const lower = page.toLowerCase();
  // A search that finds nothing is not made again.
  const endOf = finder(page, lower);
  let text = '';
  let from = 0;
  for (let open = page.indexOf('<'); open !== -1; open = page.indexOf('<', from)) {
    const end = endOf(open);
    if (end === -1) break;
    text += `${page.slice(from, open)} `;
    from = end;
  }
  return (text + page.slice(from)).replace(/\s+/g, ' ').trim();
}

function finder(page: string, lower: string): (open: number) => number {
  const missing = new Set<string>();
  const after = (marker: string, from: number): number => {
    if (missing.has(marker)) return -1;
    const at = lower.indexOf(marker, from);
    if (at === -1) missing.add(marker);
    return at === -1 ? -1 : at + marker.length;
  };
  return (open) => {
    for (const name of ['script', 'style']) {
      if (!lower.startsWith(`<${name}`, open)) continue;
      const close = after(`</${name}`, open);
      if (close !== -1) return after('>', close);
    }
    if (page.startsWith('<!--', open)) {
      const close = after('-->', open);
      if (close !== -1) return close;
    }
    return after('>', open);
  };
}
