/** How something is meant; renderers choose colours and marks. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** One a row. */
  readonly cells: readonly Cell[];
}

export interface Item {
  readonly tone: Tone;
  /** What it is about. */
  readonly lead: string;
  readonly text: string;
  /** What was expected and what the model made instead, a line each. */
  readonly sides?: { readonly expected: string; readonly made: string } | undefined;
}

export type Block =
  /** `names` is the first column, which names the rows. */
  | { readonly kind: 'table'; readonly names: Column; readonly columns: readonly Column[] }
  /** `hidden` counts the items that are not given. */
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly hidden: number }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone | undefined }
  /** Explains the block before it. */
  | { readonly kind: 'note'; readonly text: string }
  /** Lines as they are: a diff, of which `- ` and `+ ` are the sides, or a command to paste. */
  | { readonly kind: 'code'; readonly language: 'diff' | 'sh'; readonly lines: readonly string[] };

/**
 * Part of a report, before it is rendered for a terminal or as Markdown. Its texts are as they came from models,
 * gateways and scenarios: renderers escape every one of them.
 */
export interface Section {
  /** Null for a part that needs no heading. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** Shown as its title alone until a reader opens it, where that is possible. Default false. */
  readonly folded?: boolean;
}

/** A section, or nothing when it has no content. */
export function section(title: string | null, blocks: readonly Block[]): Section[] {
  const filled = blocks.filter((block) => {
    if (block.kind === 'table') return block.columns.length > 0 && block.names.cells.length > 0;
    if (block.kind === 'code') return block.lines.length > 0;
    return block.kind !== 'list' || block.items.length > 0;
  });
  return filled.some(({ kind }) => kind !== 'note') ? [{ title, blocks: filled }] : [];
}
