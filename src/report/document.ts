/** How a text is meant. Renderers choose colours and marks for it. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain';

export interface TableCell {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** One cell for each row. */
  readonly cells: readonly TableCell[];
}

export interface Item {
  readonly tone: Tone;
  /** Subject of the item, in bold. */
  readonly lead: string;
  readonly text: string;
  /** The expected and the made side, one line each. */
  readonly sides?: { readonly expected: string; readonly made: string } | undefined;
}

export type Block =
  /** `names` is the first column, which names the rows. */
  | { readonly kind: 'table'; readonly names: Column; readonly columns: readonly Column[] }
  /** `hidden` counts the items that are left out. */
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly hidden: number }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone | undefined }
  /** Explains the block before it. */
  | { readonly kind: 'note'; readonly text: string }
  /** Lines shown as they are: a diff with `- ` and `+ `, or a command to paste. */
  | { readonly kind: 'code'; readonly language: 'diff' | 'sh'; readonly lines: readonly string[] };

/**
 * A part of a report before it is rendered for a terminal or as Markdown. Its texts come from models, gateways and scenarios
 * unescaped; renderers escape all of them.
 */
export interface Section {
  /** Null for a part without a heading. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** True to show only the title until the reader opens the part, in formats that can. Default: false. */
  readonly folded?: boolean;
}

/** A list with one section; `[]` when all blocks are empty. */
export function section(title: string | null, blocks: readonly Block[]): Section[] {
  const filled = blocks.filter((block) => {
    if (block.kind === 'table') return block.columns.length > 0 && block.names.cells.length > 0;
    if (block.kind === 'code') return block.lines.length > 0;
    return block.kind !== 'list' || block.items.length > 0;
  });
  return filled.some(({ kind }) => kind !== 'note') ? [{ title, blocks: filled }] : [];
}
