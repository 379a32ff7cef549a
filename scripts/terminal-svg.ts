import stringWidth from 'string-width';

/** Output of a program as a picture: text that can be selected, in the colours of the reader's light or dark mode. */
export function terminalSvg(output: string, title: string, columns: number): string {
  const lines = output.trimEnd().split('\n');
  const width = Math.ceil(columns * CELL.width + 2 * PADDING);
  const height = Math.ceil(lines.length * CELL.height + 2 * PADDING + BAR);
  const rows = lines.map((line, at) => {
    const y = BAR + PADDING + (at + 1) * CELL.height - 5;
    return `<text x="${PADDING}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${xml(title)}</title>
<style>${STYLE}</style>
<rect class="window" width="${width}" height="${height}" rx="8"/>
<text class="dim" x="${PADDING}" y="${BAR - 8}">${xml(title)}</text>
${rows.join('\n')}
</svg>
`;
}

const CELL = { width: 8.4, height: 18 };
const PADDING = 16;
const BAR = 32;
const STYLE = `
  text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328 }
  .window { fill: #f6f8fa; stroke: #d1d9e0 }
  .bold { font-weight: 700 } .dim { fill: #59636e }
  .red { fill: #b3261e } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .cyan { fill: #0b6e84 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .window { fill: #0d1117; stroke: #3d444d }
    .dim { fill: #9198a1 } .red { fill: #ff8b80 } .green { fill: #5fd67b } .yellow { fill: #e3b341 } .cyan { fill: #76d7ea }
  }
`;

const CLASSES: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  36: 'cyan',
};
const RESETS: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(CLASSES),
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow', 'cyan'],
};

const ESCAPE = String.fromCharCode(27);
/** A sequence that sets colours, or the text up to the next one. */
const SEQUENCE = new RegExp(`${ESCAPE}\\[([\\d;]*)m|([^${ESCAPE}]+)`, 'g');

/** A line with its escape sequences as spans; each begins at its own column, so that wide characters move nothing. */
function spans(line: string): string {
  const active = new Set<string>();
  let column = 0;
  let out = '';
  for (const [, codes, text] of line.matchAll(SEQUENCE)) {
    if (text === undefined) {
      for (const code of (codes ?? '').split(';')) {
        for (const name of RESETS[code] ?? []) active.delete(name);
        const name = CLASSES[code];
        if (name !== undefined) active.add(name);
      }
      continue;
    }
    const x = (PADDING + column * CELL.width).toFixed(1);
    const names = active.size === 0 ? '' : ` class="${[...active].join(' ')}"`;
    out += `<tspan x="${x}"${names}>${xml(text)}</tspan>`;
    column += stringWidth(text);
  }
  return out;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
