import type { CapturedExchange } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';

/** Notices for the user that requests are recorded, because recording costs money and changes a file. */
export interface TapeNotices {
  /** Called when a request goes to the network. `miss` is null where everything is recorded anew. */
  recording(endpoint: string, miss: Miss | null): void;
  readonly settled: (exchange: CapturedExchange, kept: boolean) => void;
  /** Number of answers that were kept so far. */
  readonly kept: () => number;
  /** `left`: recorded answers that nothing asked for; `command` records everything anew. */
  closed(left: () => number, command: string): void;
}

/** Prints one line at the first recorded request, with the reason, and the number of answers at the end. */
export function tapeNotices(file: string, notify: (text: string) => void): TapeNotices {
  let said = false;
  let kept = 0;
  const dropped: CapturedExchange[] = [];
  return {
    recording(endpoint, miss) {
      if (said) return;
      said = true;
      notify(`recording into ${file}: ${endpoint} ${reasonOf(miss)}`);
    },
    settled(exchange, isKept) {
      if (isKept) kept += 1;
      else dropped.push(exchange);
    },
    kept: () => kept,
    closed(left, command) {
      if (!said) return;
      const why = dropped.map(whyDropped);
      const others =
        dropped.length === 0 ? '' : `; ${counted(dropped.length)} not kept (${[...new Set(why)].join(', ')})`;
      notify(`recorded ${counted(kept)} into ${file}${others}`);
      const older = left();
      const were = older === 1 ? 'was' : 'were';
      if (older > 0) notify(`${counted(older)} in ${file} ${were} not asked for; to drop what is old: ${command}`);
    },
  };
}

/** Statuses that send a client to another URL. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Why an answer was not kept: its status, or that its body did not come to its end. */
export function whyDropped({ complete, stopped, response: { status } }: CapturedExchange): string {
  if (stopped === true) return 'the program stopped reading it';
  if (!complete) return 'it broke off';
  if (status === 401) return 'status 401: check the key';
  if (REDIRECTS.has(status)) return `status ${status}: use the URL that the redirect leads to`;
  return status >= 200 && status <= 299 ? `status ${status} without a finished answer` : `status ${status}`;
}

function reasonOf(miss: Miss | null): string {
  switch (miss?.code) {
    case undefined:
      return 'is recorded anew';
    case 'never-recorded':
      return 'was never recorded';
    case 'used-up':
      return 'is asked more often than it was recorded';
    case 'request-changed': {
      const [first, ...more] = miss.differences;
      if (first === undefined) return 'changed since it was recorded';
      return `changed since it was recorded (${first.path}${more.length > 0 ? `, and ${more.length} more` : ''})`;
    }
  }
}

function counted(answers: number): string {
  return `${answers} ${answers === 1 ? 'answer' : 'answers'}`;
}
