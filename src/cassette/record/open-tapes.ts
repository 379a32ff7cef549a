import { AsyncLocalStorage } from 'node:async_hooks';
import { TooltapeError } from '../../domain/errors.ts';
import { endpointAtEnd } from '../../protocol/protocols.ts';
import { separateConnections } from '../../network/connection-pools.ts';
import { acquireNock, isIntercepted, isPassingBy, mountOrigin, type NockReply } from '../../network/nock-mount.ts';
import { watchExpectations, watchRequests, type BegunRequest } from '../../network/request-watch.ts';

/** A cassette that is attached to origins. */
export interface OpenTape {
  /** Name of the tape in messages. */
  readonly name: string;
  isOpen(): boolean;
  /** Answers a request that belongs to the tape. */
  reply(request: Request): Promise<NockReply>;
  /** Called for a request to an origin of the tape that belongs to no tape, or that the tape did not see. */
  missed(text: string): void;
  isAttachedTo(origin: string): boolean;
  /**
   * Called for a request to an origin of the tape that was sent after the tape was closed, and that no tape answers. `isOwn` is true
   * for a request of code that ran within the tape.
   */
  late(request: BegunRequest, isOwn: boolean): void;
}

/** The tapes of the current async context, the innermost first. */
const within = new AsyncLocalStorage<readonly OpenTape[]>();
const origins = new Map<string, { readonly tapes: OpenTape[]; unmount(): void }>();
/** Key of the connections that tooltape's own requests use. Each tape, and the requests of no tape, have connections of their own. */
const PASSING = {};
/** The tape of each origin that was closed last. */
const closed = new Map<string, OpenTape>();
/** Tapes that code ran within. */
const entered = new WeakSet<OpenTape>();
/** True from the first closed tape on. The process watches until it ends, because a late request may come at any time. */
let isWatching = false;
const pools = { users: 0, renew: (): void => {}, undo: (): void => {} };

function shareConnections(): void {
  if (--pools.users === 0) pools.undo();
}

/** Refuses a request to an origin with tapes that no mount sees: it would be neither recorded nor replayed. */
function refuseUnseen({ url, method }: Request): void {
  const { origin } = new URL(url);
  const own = tapeOf(origin);
  if (own === null) return;
  const text = `${method} ${origin} passed the cassette ${own.name}: nock.cleanAll() took it off, or the method is one that nobody records`;
  own.missed(text);
  throw new TooltapeError('USAGE', text, {
    remedy: 'Clean nock when the tape is closed, or remove single interceptors.',
  });
}

/**
 * Refuses a request to an endpoint of a model that expects status 100 before its body: nock would send it to the network. Returns
 * the error; null for other requests.
 */
function refuseExpecting({ method, origin, path }: BegunRequest): TooltapeError | null {
  const own = tapeOf(origin);
  if (own === null || endpointAtEnd(path.split('?', 1)[0] ?? '') === undefined) return null;
  const text = `${method} ${origin} expects status 100 before its body, which the cassette ${own.name} cannot answer`;
  own.missed(text);
  return new TooltapeError('USAGE', text, { remedy: 'Send the request without the header Expect.' });
}

/** The open tape of this code for an origin, else the first of the origin; null without one, and for our own requests. */
function tapeOf(origin: string): OpenTape | null {
  const tapes = origins.get(origin)?.tapes ?? [];
  const own = (within.getStore() ?? []).find((tape) => tapes.includes(tape)) ?? tapes[0];
  return isPassingBy() || own === undefined ? null : own;
}

/** Tells a closed tape of a request that its code makes too late. No patch is left that could refuse the request. */
function noteLate(request: BegunRequest): void {
  const { origin } = request;
  // An open tape of the origin answers or refuses the request.
  if (isPassingBy() || origins.has(origin)) return;
  const own = (within.getStore() ?? []).find((tape) => tape.isAttachedTo(origin));
  own?.late(request, true);
  const last = closed.get(origin);
  // A tape that code ran within has nothing to do with other code.
  if (own === undefined && last !== undefined && !entered.has(last) && !isIntercepted()) last.late(request, false);
}

/** Runs code whose requests belong to the tape. */
export function runInTape<T>(tape: OpenTape, run: () => T): T {
  entered.add(tape);
  return within.run([tape, ...(within.getStore() ?? [])], run);
}

/** Makes this the tape of the current async context, for the code after this call. */
export function enterTape(tape: OpenTape): void {
  entered.add(tape);
  const outer = within.getStore() ?? [];
  if (outer[0] !== tape) within.enterWith([tape, ...outer]);
}

/** Attaches a tape to its origins. Returns a function that detaches it. Loads nock. */
export async function openTape(tape: OpenTape, own: readonly string[], answerNone: AnswerNone): Promise<() => void> {
  const { nock, release } = await acquireNock();
  if (pools.users++ === 0) {
    const separate = separateConnections(() => (isPassingBy() ? PASSING : (within.getStore()?.[0] ?? null)));
    nock.emitter.on('no match', refuseUnseen);
    const unwatch = watchExpectations(refuseExpecting);
    pools.renew = separate.renew;
    pools.undo = () => {
      separate.undo();
      unwatch();
      nock.emitter.off('no match', refuseUnseen);
    };
  }
  const taken: string[] = [];
  const detach = (): void => {
    for (const origin of taken.splice(0)) {
      const known = origins.get(origin);
      known?.tapes.splice(known.tapes.indexOf(tape), 1);
      if (known === undefined || known.tapes.length > 0) continue;
      origins.delete(origin);
      known.unmount();
      closed.set(origin, tape);
    }
    if (!isWatching) watchRequests(noteLate);
    isWatching = true;
    shareConnections();
    release();
  };
  try {
    for (const origin of own) {
      const known = origins.get(origin);
      const tapes = known?.tapes ?? [];
      if (known === undefined) {
        const unmount = mountOrigin(nock, origin, (request) => dispatch(origin, tapes, request, answerNone));
        origins.set(origin, { tapes, unmount });
      }
      tapes.push(tape);
      taken.push(origin);
    }
    pools.renew();
  } catch (error) {
    detach();
    throw error;
  }
  return detach;
}

/** The answer to a request that belongs to no tape, with the reason. */
export type AnswerNone = (request: Request, text: string) => NockReply;

/**
 * Answers a request with the tape of its async context, else with the only tape of its origin. Where several tapes are open,
 * the request is a miss.
 */
function dispatch(
  origin: string,
  tapes: readonly OpenTape[],
  request: Request,
  answerNone: AnswerNone,
): Promise<NockReply> {
  const outer = within.getStore() ?? [];
  const own = outer.find((tape) => tapes.includes(tape));
  if (own !== undefined) return own.reply(request);
  const closed = outer.find((tape) => !tape.isOpen());
  // Requests of a finished test, whose tape is closed, do not belong to the tape of the next test.
  if (closed !== undefined) {
    const text = `the cassette ${closed.name} is closed, and this request came from code that ran within it`;
    return Promise.resolve(answerNone(request, `${text}\n  fix: wait for the program before the tape is closed`));
  }
  const [only, ...more] = tapes;
  if (only !== undefined && more.length === 0) return only.reply(request);
  const names = tapes.map(({ name }) => name).join(', ');
  const text = `${tapes.length} cassettes are attached to ${origin}, and this request belongs to none of them: ${names}\n  fix: make it within tape.run(() => …) of one of them`;
  for (const tape of tapes) tape.missed(text);
  return Promise.resolve(answerNone(request, text));
}
