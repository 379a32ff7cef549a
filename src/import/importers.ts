import { acebenchImporter } from './acebench/acebench-importer.ts';
import { bfclImporter } from './bfcl/bfcl-importer.ts';
import { exchangesImporter } from './exchanges/exchanges-importer.ts';
import type { Importer } from './importer.ts';
import { mcpImporter } from './mcp/mcp-importer.ts';
import { verdictsImporter } from './verdicts/verdicts-importer.ts';
import { nestfulImporter } from './nestful/nestful-importer.ts';

/** The importers of `tooltape import <name>`, by name, in the order of the help. */
export const IMPORTERS: Readonly<Record<string, Importer>> = {
  bfcl: bfclImporter,
  exchanges: exchangesImporter,
  mcp: mcpImporter,
  verdicts: verdictsImporter,
  nestful: nestfulImporter,
  acebench: acebenchImporter,
};
