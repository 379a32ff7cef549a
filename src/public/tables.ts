import type { ProtocolName } from '../domain/protocol.ts';
import { IMPORTERS } from '../import/importers.ts';
import type { Importer } from '../import/importer.ts';
import { PROTOCOLS } from '../protocol/protocols.ts';
import { REPORTERS } from '../report/reporters.ts';
import type { ReporterRow } from '../report/reporter.ts';

/** A wire format that gateways may speak. */
export interface ProtocolRow {
  readonly name: ProtocolName;
  /** As people call it: `OpenAI Chat Completions`. */
  readonly title: string;
  /** A path of a request to it, as servers document it: `/v1/chat/completions`. */
  readonly example: string;
  /** Whether a path, below any base URL, is an endpoint of this protocol that answers with what a model says. */
  isEndpoint(path: string): boolean;
}

/** Reporters by name, in the order of `--help`; each row says what it is for, and loads it. */
export const reporters: Readonly<Record<string, ReporterRow>> = REPORTERS;

/** What `tooltape import <name>` reads, by name; each row says its options, and loads it. */
export const importers: Readonly<Record<string, Importer>> = IMPORTERS;

/** Wire formats by name. `readResponse` reads the responses of each. */
export const protocols: Readonly<Record<string, ProtocolRow>> = Object.fromEntries(
  PROTOCOLS.map((protocol) => [protocol.name, protocol]),
);
