const SHOWN = 40;

/**
 * A pattern used up its steps before the end of a text. The trial then becomes an error, because the text neither fits nor does
 * not fit.
 */
export class PatternStopped extends Error {
  override readonly name = 'PatternStopped';
  readonly source: string;

  /** `text` is null where it must not be shown, because the pattern was to hide a part of it. */
  constructor(source: string, text: string | null) {
    super(`the pattern /${source}/ was not done with ${text === null ? 'a text' : shown(text)} within its steps`);
    this.source = source;
  }
}

function shown(text: string): string {
  const characters = Array.from(text);
  return JSON.stringify(characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : text);
}
