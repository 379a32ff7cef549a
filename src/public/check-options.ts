import { closest } from '../text/closest.ts';
import { TooltapeError } from '../domain/errors.ts';

/** What an option may be, and how a message says it. */
interface OptionRule {
  readonly says: string;
  readonly accepts: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);
const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;
const oneOf = (...words: readonly unknown[]): OptionRule => ({
  says: `one of ${words.map((word) => JSON.stringify(word)).join(', ')}`,
  accepts: (value) => words.includes(value),
});
const whole = (least: number): OptionRule => ({
  says: `a whole number from ${least}`,
  accepts: (value) => isWhole(value, least),
});
const TEXT: OptionRule = { says: 'a text', accepts: isText };
const FUNCTION: OptionRule = { says: 'a function', accepts: (value) => typeof value === 'function' };
const OBJECT: OptionRule = { says: 'an object', accepts: (value) => typeof value === 'object' && value !== null };

const REPLAY_RULES: Readonly<Record<string, OptionRule>> = {
  scenarios: {
    says: 'a path, a list of paths, or scenarios',
    accepts: (value) => isText(value) || OBJECT.accepts(value),
  },
  models: { says: 'a name or a list of names', accepts: (value) => isText(value) || isTexts(value) },
  cwd: TEXT,
  config: TEXT,
  cassettes: TEXT,
  output: TEXT,
  trials: whole(1),
  tags: { says: 'a list of tags', accepts: isTexts },
  grep: { says: 'a regular expression', accepts: (value) => value instanceof RegExp },
  shard: {
    says: '{ index, count }, with index from 1 to count',
    accepts: (value) => {
      const { index, count } = (value ?? {}) as { index?: unknown; count?: unknown };
      return isWhole(index, 1) && isWhole(count, 1) && (index as number) <= (count as number);
    },
  },
  wire: oneOf('fair', 'raw'),
  stream: oneOf(true, false, 'both'),
  env: OBJECT,
  signal: { says: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  onTrial: FUNCTION,
};

const RUN_RULES: Readonly<Record<string, OptionRule>> = {
  ...REPLAY_RULES,
  record: oneOf('missing', 'all', 'none'),
  fresh: oneOf(true, false),
  concurrency: whole(1),
  retries: whole(0),
  maxCostUsd: {
    says: 'US dollars, more than 0',
    accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
  },
  maxRequests: whole(1),
  until: oneOf('decided'),
  against: TEXT,
  margin: { says: 'a number between 0 and 1', accepts: (value) => typeof value === 'number' && value > 0 && value < 1 },
  maxTrials: whole(1),
  onWait: FUNCTION,
  onAsk: FUNCTION,
};

/** Errors: USAGE for an option that does not exist, or that is none of what it may be. */
export function checkOptions(caller: 'run' | 'replay', options: object): void {
  const rules = caller === 'run' ? RUN_RULES : REPLAY_RULES;
  for (const [name, value] of Object.entries(options)) {
    const rule = rules[name];
    if (rule === undefined) {
      const like = closest(name, Object.keys(rules));
      throw new TooltapeError('USAGE', `${caller}: there is no option ${JSON.stringify(name)}`, {
        remedy: like === null ? `The options are ${Object.keys(rules).join(', ')}.` : `Did you mean ${like}?`,
      });
    }
    if (value === undefined || rule.accepts(value)) continue;
    const found =
      typeof value === 'object' && value !== null ? 'something else' : (JSON.stringify(value) ?? typeof value);
    throw new TooltapeError('USAGE', `${caller}: ${name}: expected ${rule.says}, found ${found}`, {
      remedy: 'Mend the option, or leave it out for its default.',
    });
  }
}
