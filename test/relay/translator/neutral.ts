import { isObject, type Json, type JsonObject } from '../../../src/json/json.ts';

/** What a request asks, whatever the protocol; a field that is not asked for is left out. */
export interface Asked {
  readonly model: string;
  readonly stream: boolean;
  readonly said: readonly Said[];
  readonly tools: readonly Tool[];
  /** `auto`, `none`, `required`, the name of a tool, or the names that are allowed. */
  readonly choice?: {
    readonly mode: 'auto' | 'none' | 'required' | 'tool' | 'allowed';
    readonly names: readonly string[];
  };
  /** Parameters, under the names of chat where chat has them. */
  readonly parameters: JsonObject;
}

export interface Tool {
  readonly name: string;
  readonly description: Json;
  readonly schema: Json;
  /** `strict` and what else a tool may say, under the names of Messages. */
  readonly more: JsonObject;
}

export interface Said {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** Base64 with its type, or an address. */
  | {
      readonly kind: 'image' | 'file' | 'audio';
      readonly type: string;
      readonly data?: string;
      readonly url?: string;
      readonly name?: string;
    }
  | { readonly kind: 'thought'; readonly text: string; readonly signature: string }
  | { readonly kind: 'call'; readonly id: string; readonly name: string; readonly args: Json }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly name: string;
      readonly parts: readonly Part[];
      readonly failed: boolean;
    };

/** An answer of the upstream, put together where it came as a stream. */
export interface Answered {
  readonly parts: readonly Part[];
  readonly end: 'stop' | 'calls' | 'length' | 'filter';
  readonly usage: {
    readonly input: number;
    readonly output: number;
    readonly cached: number;
    readonly thought: number;
  };
}

/** One protocol as a gateway speaks it, to its clients and to providers. */
export interface Dialect {
  /** Where requests go below the base URL. */
  path(asked: Asked): string;
  readAsked(body: JsonObject, path: string): Asked;
  writeAsked(asked: Asked): JsonObject;
  /** A body, or the data of the events of a stream in order. */
  readAnswer(bodies: readonly JsonObject[]): Answered;
  writeAnswer(answered: Answered, model: string): JsonObject;
  writeEvents(answered: Answered, model: string): string;
  writeError(status: number, message: string): JsonObject;
}

export const obj = (value: Json | undefined): JsonObject => (isObject(value ?? null) ? (value as JsonObject) : {});
export const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const str = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const num = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

/** An object without the fields that are undefined. */
export function defined(fields: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}

export function texts(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
}

export function calls(parts: readonly Part[]): Extract<Part, { kind: 'call' }>[] {
  return parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
}

/** `data:image/png;base64,…` as its type and its base64; an address as it is. */
export function source(url: string): { readonly type: string; readonly data?: string; readonly url?: string } {
  const [, type = '', data] = /^data:([^;,]+)[^,]*,(.*)$/s.exec(url) ?? [];
  return data === undefined ? { type: '', url } : { type, data };
}

export function dataUrl({
  type,
  data = '',
  url,
}: {
  readonly type: string;
  readonly data?: string;
  readonly url?: string;
}): string {
  return url ?? `data:${type};base64,${data}`;
}

/** Arguments that a protocol writes as a text. */
export function parsed(text: string): Json {
  return text === '' ? {} : (JSON.parse(text) as Json);
}

export function event(data: JsonObject, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** A text in two pieces, as streams bring it. */
export function pieces(text: string): string[] {
  const letters = Array.from(text);
  const at = Math.ceil(letters.length / 2);
  return [letters.slice(0, at).join(''), letters.slice(at).join('')].filter((piece) => piece !== '');
}
