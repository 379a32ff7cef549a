import type { Reading, TrialError } from '../domain/wire.ts';

/**
 * Stops requests that would get a known error: to a gateway that refused the API key, or for a model that the gateway does not
 * serve.
 */
export interface GatewayGate {
  /**
   * Resolves when a request for a model may be sent. The first request to a gateway, and the first for a model, is sent alone,
   * so that a wrong key costs one request. Resolves to the error that the request would get; null when it may be sent.
   */
  enter(model: string, signal?: AbortSignal): Promise<TrialError | null>;
  /** Reports the answer to a request that was let through; `reading` is null when no answer came. */
  leave(model: string, reading: Reading | null, hopeless: boolean): void;
}

/**
 * Milliseconds that other requests wait for the first answer. A gateway refuses a key or a model before anything is generated,
 * while an answer may take seconds, in which the others need not wait.
 */
const PATIENCE_MS = 300;

interface Place {
  /** While the first request is in flight: resolves when the answer came, or the others have waited long enough. */
  probe: PromiseWithResolvers<void> | null;
  tried: boolean;
  answered: boolean;
  stopped: TrialError | null;
}

const newPlace = (): Place => ({ probe: null, tried: false, answered: false, stopped: null });

/** Makes the gate of one gateway. All trials of the gateway share it. */
export function createGatewayGate(patienceMs: number = PATIENCE_MS): GatewayGate {
  const gateway = newPlace();
  const models = new Map<string, Place>();
  const placeOf = (model: string): Place => {
    const known = models.get(model) ?? newPlace();
    models.set(model, known);
    return known;
  };

  const pass = async (place: Place, signal: AbortSignal | undefined): Promise<void> => {
    if (place.tried) {
      if (place.probe !== null) await unlessAborted(place.probe.promise, signal);
      return;
    }
    place.tried = true;
    place.probe = Promise.withResolvers<void>();
    setTimeout(place.probe.resolve, patienceMs).unref();
  };
  const back = (place: Place): void => {
    place.probe?.resolve();
    place.probe = null;
  };

  return {
    async enter(name, signal) {
      const model = placeOf(name);
      await pass(gateway, signal);
      if (gateway.stopped === null && model.stopped === null) await pass(model, signal);
      return gateway.stopped ?? model.stopped;
    },
    leave(name, reading, hopeless) {
      const model = placeOf(name);
      if (reading !== null) {
        if (reading.ok || accepted(reading.error)) {
          gateway.answered = true;
          model.answered = true;
        } else if (blamesKey(reading.error, name) && !gateway.answered) gateway.stopped ??= reading.error;
        else if (reading.oversized !== true && isFinal(reading.error, model.answered, hopeless)) {
          model.stopped ??= reading.error;
        }
      }
      back(gateway);
      back(model);
    },
  };
}

/** True when an error shows that the gateway accepted the key. */
function accepted({ code }: TrialError): boolean {
  return code === 'refused' || code === 'filtered' || code === 'garbled' || code === 'finish-error';
}

/** True when an error is about the key. A 403, or a message that names the model, may be about that model alone. */
function blamesKey({ code, status, message }: TrialError, model: string): boolean {
  return code === 'auth' && status === 401 && !names(message, model);
}

function names(text: string, model: string): boolean {
  const at = model === '' ? -1 : text.indexOf(model);
  return at >= 0 && !/[\w-]/.test(`${text[at - 1] ?? ''}${text[at + model.length] ?? ''}`);
}

function isFinal({ code }: TrialError, answered: boolean, hopeless: boolean): boolean {
  if (code === 'auth' || code === 'quota') return true;
  return (code === 'not-found' && !answered) || (code === 'rate-limit' && hopeless);
}

/** Resolves when the promise does, or when the signal aborts. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  signal?.addEventListener('abort', stop, { once: true });
  await Promise.race([promise, over]);
  signal?.removeEventListener('abort', stop);
}
