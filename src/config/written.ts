import type { JsonObject } from '../json/json.ts';

/** A value, or the variable that has it. */
export type WrittenValue = string | { readonly env: string; readonly prefix?: string };

/** The configuration file as people write it. */
export interface WrittenGateway {
  readonly protocol?: string;
  readonly base_url?: string;
  readonly api_key_env?: string;
  readonly auth?: 'native' | 'bearer';
  readonly concurrency?: number;
  readonly rpm?: number;
  readonly headers?: { readonly [name: string]: WrittenValue };
  readonly sandbox?: boolean;
}

export interface WrittenAgent {
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: WrittenValue };
  readonly answer?: 'stdout' | 'traffic';
  readonly timeout_ms?: number;
}

export interface WrittenModel {
  readonly gateway?: string;
  readonly agent?: WrittenAgent;
  readonly gateways?: readonly string[];
  readonly model?: string;
  readonly price?: { readonly input: number; readonly output: number };
  readonly omit?: readonly string[];
  readonly rename?: { readonly [parameter: string]: string };
  readonly request?: JsonObject;
}

export interface WrittenServer {
  readonly command?: readonly string[];
  readonly env?: { readonly [name: string]: WrittenValue };
  readonly cwd?: string;
  readonly url?: string;
  readonly headers?: { readonly [name: string]: WrittenValue };
  readonly isolation?: 'trial' | 'run';
  readonly start_timeout_ms?: number;
  readonly timeout_ms?: number;
}

export interface WrittenDefaults {
  readonly models?: readonly string[];
  readonly trials?: number;
  readonly concurrency?: number;
  readonly retries?: number;
  readonly temperature?: number | null;
  readonly max_tokens?: number | null;
  readonly timeout_ms?: number;
  readonly stream?: boolean | 'both';
}

export interface WrittenConfig {
  readonly $schema?: string;
  readonly gateways?: { readonly [name: string]: WrittenGateway };
  readonly models?: { readonly [alias: string]: WrittenModel };
  readonly servers?: { readonly [name: string]: WrittenServer };
  readonly defaults?: WrittenDefaults;
  readonly ignore?: readonly (string | { readonly text: string })[];
  readonly redact?: readonly string[];
}
