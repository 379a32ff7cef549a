import type { GatewayGate } from '../../client/gateway-gate.ts';
import type { GatewayLimiter } from '../../client/limiter.ts';
import type { LeftOut } from '../../conversation/ask-once.ts';
import type { SendRequest } from '../../client/openai-client.ts';
import type { Gateway, Model } from '../../domain/model.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** A gateway for requests, with its address, key, headers and limits. */
export interface LiveGateway {
  readonly baseUrl: string;
  /** Value of the key; null when the gateway needs none. */
  readonly apiKey: string | null;
  /** Headers with values from the environment. */
  readonly headers: { readonly [name: string]: string };
  readonly limiter: GatewayLimiter;
  /**
   * Stops further requests after a gateway has refused the key or does not know a model. Null for the sandbox, which accepts
   * every key.
   */
  readonly gate: GatewayGate | null;
  readonly send: SendRequest;
  readonly leftOut: LeftOut;
  /** Resolves when an answer that has arrived may be handled. */
  readonly turn: () => Promise<void>;
}

export type OnHold = (gateway: Gateway, waitMs: number | null | 'over') => void;

export interface LiveGatewayOptions {
  /** Scenarios that the personas of the sandbox know. */
  readonly scenarios: readonly Scenario[];
  /** Scenarios for the sandbox under each label of `--tools-from`; empty without that option. */
  readonly defined: ReadonlyMap<string, readonly Scenario[]>;
  /** The value of a gateway's key; null when it needs none. */
  readonly keyOf: (gateway: Gateway) => string | null;
  readonly headersOf: (gateway: Gateway) => { readonly [name: string]: string };
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Told that a gateway lets no request start for so many milliseconds, null where that is not known; and `over` when it does again. */
  readonly onHold?: OnHold;
}

/** The gateways of a run. Each is made for its first request. */
export interface LiveGateways {
  of(model: Model): Promise<LiveGateway>;
  /** Stops the embedded sandbox, if it was started. */
  close(): Promise<void>;
}

/** Makes the gateways. A server or client is started when it is first used. */
export function createLiveGateways(options: LiveGatewayOptions): LiveGateways {
  const known = new Map<string, Promise<LiveGateway>>();
  const sandboxes = new Map<string, Promise<Sandbox>>();
  const start = async (label: string): Promise<Sandbox> => {
    const { startSandbox } = await import('../../sandbox/server.ts');
    return startSandbox({ scenarios: options.defined.get(label) ?? options.scenarios });
  };
  /** URL of the sandbox for a label. All simulated gateways share one server for each list of tools. */
  const sandboxUrl = async (label: string): Promise<string> => {
    const sandbox = sandboxes.get(label) ?? start(label);
    sandboxes.set(label, sandbox);
    return (await sandbox).baseUrl;
  };
  const make = async (gateway: Gateway, label: string): Promise<LiveGateway> => {
    const { createLimiter } = await import('../../client/limiter.ts');
    const { createGatewayGate } = await import('../../client/gateway-gate.ts');
    const { createSender } = await import('../../client/openai-client.ts');
    const { createLoopTurns } = await import('../../client/loop-turns.ts');
    const { concurrency, rpm } = gateway;
    const baseUrl = gateway.sandbox || gateway.baseUrl === null ? await sandboxUrl(label) : gateway.baseUrl;
    const apiKey = options.keyOf(gateway);
    return {
      baseUrl,
      apiKey,
      headers: options.headersOf(gateway),
      limiter: createLimiter({
        concurrency,
        rpm,
        clock: options.clock,
        signal: options.signal,
        onHold: (waitMs) => options.onHold?.(gateway, waitMs),
      }),
      gate: gateway.sandbox ? null : createGatewayGate(),
      send: createSender({ baseUrl, apiKey, gateway }),
      leftOut: new Map(),
      turn: createLoopTurns(),
    };
  };
  return {
    of({ gateway, definitions }) {
      // A real gateway has one limit for all lists of tools together.
      const label = gateway.sandbox ? (definitions?.label ?? '') : '';
      const key = `${gateway.name}\n${label}`;
      let made = known.get(key);
      if (made === undefined) {
        made = make(gateway, label);
        known.set(key, made);
      }
      return made;
    },
    async close() {
      for (const sandbox of sandboxes.values()) await (await sandbox).close();
    },
  };
}
