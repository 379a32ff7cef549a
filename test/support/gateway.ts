import type { Gateway } from '../../src/domain/model.ts';

/** A gateway of chat without a key, an address or limits, but for what `over` sets. */
export function plainGateway(over: Partial<Gateway> = {}): Gateway {
  return {
    name: 'g',
    baseUrl: null,
    apiKeyEnv: null,
    protocol: 'chat',
    auth: 'native',
    concurrency: null,
    rpm: null,
    sandbox: false,
    headers: {},
    ...over,
  };
}
