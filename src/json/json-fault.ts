import { MAX_DEPTH } from './measure.ts';

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])|$)/y;

/** Thrown to leave the scan from any depth. */
class Stop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export interface JsonFault {
  readonly offset: number;
  readonly message: string;
  readonly code: 'syntax' | 'duplicate-key' | 'too-deep';
}

/**
 * The place at which a text is no longer JSON, or repeats a key. JSON.parse gives no place for most faults, and silently keeps
 * the last of two equal keys. Null for valid JSON.
 */
export function findJsonFault(text: string): JsonFault | null {
  let end = 0;
  let start = 0;
  let token = '';
  let duplicate: JsonFault | null = null;
  let depth = 0;
  const fault = (offset: number, message: string, code: JsonFault['code'] = 'syntax'): never => {
    throw new Stop({ offset, message, code });
  };
  const next = (): void => {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(text);
    if (!match) {
      const rest = /[^ \t\n\r]/g;
      rest.lastIndex = end;
      const at = rest.exec(text)?.index ?? end;
      fault(at, unreadable(text, at));
    }
    end = TOKEN.lastIndex;
    token = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
    start = end - token.length;
  };
  const found = (): string => (token === '' ? 'the end of the file' : token);
  const members = (close: string, member: () => void): void => {
    if (++depth > MAX_DEPTH) fault(start, `It nests deeper than ${MAX_DEPTH} levels.`, 'too-deep');
    const leave = (): void => {
      depth -= 1;
      next();
    };
    next();
    if (token === close) return leave();
    for (;;) {
      member();
      if (token === close) return leave();
      if (token !== ',') fault(start, `Expected "," or "${close}", found ${found()}.`);
      const comma = start;
      next();
      if (token === close) fault(comma, `A comma stands before "${close}": leave it out.`);
    }
  };
  const value = (): void => {
    if (token === '[') return members(']', value);
    if (token === '{') {
      const seen = new Set<string>();
      return members('}', () => {
        if (!token.startsWith('"')) fault(start, `Expected a key in double quotes, found ${found()}.`);
        const key = JSON.parse(token) as string;
        if (seen.has(key)) {
          duplicate ??= {
            offset: start,
            message: `The key ${token} stands twice in one object.`,
            code: 'duplicate-key',
          };
        }
        seen.add(key);
        next();
        if (token !== ':') fault(start, `Expected ":" after the key, found ${found()}.`);
        next();
        value();
      });
    }
    if (token === '' || ']},:'.includes(token)) fault(start, `Expected a value, found ${found()}.`);
    next();
  };
  try {
    next();
    value();
    if (token !== '') fault(start, `Expected the end of the file, found ${found()}.`);
    return duplicate;
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}

function unreadable(text: string, at: number): string {
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'JSON has no comments: leave it out.';
  if (text[at] === "'") return 'JSON strings stand in double quotes.';
  if (text[at] === '"') return 'A string is not closed, or holds a line break or a bad escape.';
  return `Expected a value, found ${/^\S{1,20}/u.exec(text.slice(at, at + 40))?.[0] ?? 'nothing'}.`;
}
