import type { ProtocolName } from '../domain/protocol.ts';
import { IMPORTERS } from '../import/importers.ts';
import type { Importer } from '../import/importer.ts';
import { PROTOCOLS } from '../protocol/protocols.ts';
import { REPORTERS } from '../report/reporters.ts';
import type { ReporterRow } from '../report/reporter.ts';

/** A wire format of gateways. */
export interface ProtocolRow {
  readonly name: ProtocolName;
  /** Name for people: `OpenAI Chat Completions`. */
  readonly title: string;
  /** Path of a request in the provider's documentation: `/v1/chat/completions`. */
  readonly example: string;
  /** True for a path, below any base URL, whose responses are answers in this protocol. */
  isEndpoint(path: string): boolean;
}

/** Reporters by name, in the order of `--help`, each with its purpose. */
export const reporters: Readonly<Record<string, ReporterRow>> = REPORTERS;

/** Importers by the name in `tooltape import <name>`, each with its options. */
export const importers: Readonly<Record<string, Importer>> = IMPORTERS;

/** Wire formats by name. `readResponse` reads the responses of each. */
export const protocols: Readonly<Record<string, ProtocolRow>> = Object.fromEntries(
  PROTOCOLS.map((protocol) => [protocol.name, protocol]),
);
