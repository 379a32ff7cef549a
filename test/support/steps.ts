import { Session } from 'node:inspector/promises';

/** Runs some work and returns how many steps it took. */
export type CountSteps = (work: () => unknown) => Promise<number>;

/**
 * Counts steps, whatever the machine is busy with: how often the blocks of `src` run, as V8 counts them, and what the methods of texts, lists
 * and expressions read in between, which V8 does not show. Modules of `src` must be imported after it.
 */
export async function stepCounter(): Promise<CountSteps> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  // Blocks are counted in code that is compiled from now on.
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const blocks = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => /\/src\/|\/fast-json-stable-stringify\/|\/eventsource-parser\//.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  };
  return async (work) => {
    await blocks();
    const read = countReads(work);
    return (await blocks()) + read;
  };
}

type Method = (this: never, ...args: never[]) => unknown;
/** What a call reads: characters or items. */
type Cost = (self: { readonly length: number }, args: readonly unknown[], result: unknown) => number;

const WHOLE: Cost = ({ length }) => length;
const found: Cost = ({ length }, args, result) => {
  const from = typeof args[1] === 'number' ? Math.max(0, args[1]) : 0;
  return (typeof result === 'number' && result >= 0 ? result : length) - from + 1;
};
const foundBackwards: Cost = ({ length }, args, result) => {
  const from = typeof args[1] === 'number' ? Math.min(length, args[1]) : length;
  return from - (typeof result === 'number' && result >= 0 ? result : 0) + 1;
};
const included: Cost = ({ length }, args, result) => {
  if (result === true) return 1;
  return length - (typeof args[1] === 'number' ? args[1] : 0);
};
const trimmed: Cost = ({ length }, _, result) => length - (result as string).length + 1;
const namesOf = Object.keys;
const keys: Cost = (_, [value]) => (typeof value === 'object' && value !== null ? namesOf(value).length : 1);

const METHODS: readonly (readonly [holder: object, names: readonly string[], cost: Cost])[] = [
  [String.prototype, ['indexOf'], found],
  [String.prototype, ['lastIndexOf'], foundBackwards],
  [String.prototype, ['includes'], included],
  [String.prototype, ['trim', 'trimStart', 'trimEnd'], trimmed],
  [
    String.prototype,
    ['split', 'replaceAll', 'normalize', 'toLowerCase', 'toUpperCase', 'toWellFormed', 'repeat', 'padEnd', 'padStart'],
    WHOLE,
  ],
  [Array.prototype, ['indexOf', 'findIndex', 'find', 'some'], found],
  [Array.prototype, ['includes'], included],
  [
    Array.prototype,
    [
      'slice',
      'splice',
      'concat',
      'join',
      'reverse',
      'toReversed',
      'sort',
      'toSorted',
      'shift',
      'unshift',
      'flat',
      'with',
    ],
    WHOLE,
  ],
  [Object, ['keys', 'values', 'entries', 'assign'], keys],
  [JSON, ['parse'], (_, [text]) => String(text).length],
  [JSON, ['stringify'], (_, __, result) => String(result).length],
];

/** The characters of a text that one search reads. `^` is looked for in one place. */
function searched(this: RegExp, text: string, from: number, result: RegExpExecArray | null): number {
  if (result !== null) return result.index + result[0].length - from + 1;
  return this.sticky || (this.source.startsWith('^') && !this.multiline) ? 1 : text.length - from + 1;
}

function countReads(work: () => unknown): number {
  let read = 0;
  const undo: (() => void)[] = [];
  const put = (holder: object, name: PropertyKey, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(holder, name);
    Object.defineProperty(holder, name, { ...before, value });
    undo.push(() => Object.defineProperty(holder, name, before as PropertyDescriptor));
  };
  // oxlint-disable-next-line typescript/unbound-method -- called with its expression below
  const { exec } = RegExp.prototype;
  const listIterator = Array.prototype[Symbol.iterator];
  for (const [holder, names, cost] of METHODS) {
    for (const name of names) {
      const original = (holder as Record<string, Method>)[name] as Method;
      put(holder, name, function counted(this: { readonly length: number }, ...args: never[]) {
        const length = this.length;
        const result = original.apply(this as never, args);
        read += cost({ length }, args, result);
        return result;
      });
    }
  }
  put(RegExp.prototype, 'exec', function counted(this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const result = exec.call(this, text);
    read += searched.call(this, text, from, result);
    return result;
  });
  put(Array.prototype, Symbol.iterator, function* counted(this: readonly unknown[]) {
    const items = listIterator.call(this as unknown[]);
    for (let item = items.next(); item.done !== true; item = items.next()) {
      read += 1;
      yield item.value;
    }
  });
  try {
    work();
  } finally {
    for (const step of undo.reverse()) step();
  }
  return read;
}
