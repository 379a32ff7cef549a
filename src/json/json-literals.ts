/** True when a text is a JSON object, list or string. Arguments and results of tools are such texts. */
export function isJsonText(text: string): boolean {
  const first = /[^ \t\r\n]/.exec(text)?.[0];
  if (first !== '{' && first !== '[' && first !== '"') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A decoded string of a JSON text. */
export interface Literal {
  readonly value: string;
  /** True for the name of an object member. */
  readonly isKey: boolean;
  /** Name of the member that has the string as its value; `''` for an item of a list. */
  readonly field: string;
}

/**
 * Maps the decoded strings of a valid JSON text. Everything else stays, including white space and the spelling of numbers.
 * Takes linear time.
 */
export function mapLiterals(text: string, map: (literal: Literal) => string): string {
  let result = '';
  let from = 0;
  let field = '';
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', from)) {
    let end = start + 1;
    for (let code = text.charCodeAt(end); code !== 34; code = text.charCodeAt(end)) {
      if (Number.isNaN(code)) return result + text.slice(from);
      end += code === 92 ? 2 : 1;
    }
    end += 1;
    const literal = text.slice(start, end);
    const value = literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
    let next = end;
    while (isBlank(text.charCodeAt(next))) next++;
    const isKey = text.charCodeAt(next) === 58;
    const mapped = map({ value, isKey, field: isKey ? '' : field });
    result += text.slice(from, start) + (mapped === value ? literal : JSON.stringify(mapped));
    field = isKey ? value : '';
    from = end;
  }
  return result + text.slice(from);
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
