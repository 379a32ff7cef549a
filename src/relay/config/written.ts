import type { WrittenValue } from '../../config/written.ts';
import type { ProtocolName } from '../../domain/protocol.ts';

export interface WrittenLane {
  readonly name: string;
  readonly in: ProtocolName;
  readonly out: ProtocolName;
  readonly model?: string;
  readonly base_url?: string;
  readonly headers?: { readonly [name: string]: WrittenValue };
}

/** `relay.yaml` as it is written. */
export interface WrittenRelay {
  readonly $schema?: string;
  readonly gateway: {
    readonly base_url: string;
    readonly api_key_env?: string;
    readonly auth?: 'native' | 'bearer';
    readonly headers?: { readonly [name: string]: WrittenValue };
  };
  readonly upstream: { readonly port: number };
  readonly lanes: readonly WrittenLane[];
  readonly timeout_ms?: number;
}
