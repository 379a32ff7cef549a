import { RECORD_WORDS } from '../../domain/recording.ts';
import {
  either,
  FLAG,
  FUNCTION,
  isWhole,
  OBJECT,
  oneOf,
  PATTERN,
  SOURCE,
  TEXT,
  texts,
  whole,
  type OptionRules,
} from './rules.ts';

/** Options of `replay`. */
export const REPLAY_RULES: OptionRules = {
  scenarios: SOURCE,
  models: either('a name or a list of names', TEXT, texts('a list of names')),
  cwd: TEXT,
  config: TEXT,
  cassettes: TEXT,
  output: TEXT,
  trials: whole(1),
  tags: texts('a list of tags'),
  grep: PATTERN,
  shard: {
    says: '{ index, count }, with index from 1 to count',
    accepts: (value) => {
      const { index, count } = (value ?? {}) as { index?: unknown; count?: unknown };
      return isWhole(index, 1) && isWhole(count, 1) && index <= count;
    },
  },
  wire: oneOf('fair', 'raw'),
  stream: oneOf(true, false, 'both'),
  env: OBJECT,
  signal: { says: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  onTrial: FUNCTION,
};

/** Options of `run`. */
export const RUN_RULES: OptionRules = {
  ...REPLAY_RULES,
  record: oneOf(...RECORD_WORDS),
  fresh: FLAG,
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

/** Options by which scenarios are loaded. */
export const LOAD_RULES: OptionRules = { cwd: TEXT, config: TEXT, cassettes: TEXT };
