const SHOWN = 40;

/**
 * A pattern was not done with a text within the steps that it may take. Whoever runs a trial makes it an error, because it
 * neither fits nor does not fit.
 */
export class PatternStopped extends Error {
  override readonly name = 'PatternStopped';
  readonly source: string;

  constructor(source: string, text: string) {
    const characters = Array.from(text);
    const shown = characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : text;
    super(`the pattern /${source}/ was not done with ${JSON.stringify(shown)} within its steps`);
    this.source = source;
  }
}
