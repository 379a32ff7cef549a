import { findLines } from '../document/lines.ts';
import { pathText } from '../document/place.ts';
import type { Segment } from '../json/path.ts';
import { readDocument, toIssues, type Document } from '../document/read.ts';
import type { Issue } from '../domain/errors.ts';
import { isObject, type Json } from '../json/json.ts';
import { parsePath } from '../json/path.ts';
import type { LoadedScenarios } from '../scenario/load.ts';
import type { CheckReport } from './check.ts';
import { unusedSharedTools } from './lint/lint-shared.ts';

/** Gives each issue its line and its path from the top of the file. Also returns the issues of the files themselves. */
export function locateIssues(
  loaded: LoadedScenarios,
  reports: readonly CheckReport[],
): { readonly reports: readonly CheckReport[]; readonly fileIssues: readonly Issue[] } {
  const located = new Map<Issue, Issue>();
  const fileIssues: Issue[] = [];
  const byFile = Map.groupBy(reports, (report) => report.file);
  for (const source of loaded.files) {
    const document = readDocument(source.path, source.file);
    if (!document.ok) continue;
    fileIssues.push(...toIssues(document.value, unusedSharedTools(document.value.value), 'warning'));
    locateIn(document.value, byFile.get(source.file) ?? [], located);
  }
  const withLines = (report: CheckReport): CheckReport => ({
    ...report,
    issues: report.issues.map((issue) => located.get(issue) ?? issue),
  });
  return { reports: reports.map(withLines), fileIssues };
}

/** Finds the lines of all issues of a file at once, so that a file with many scenarios is read once. */
function locateIn(document: Document, reports: readonly CheckReport[], located: Map<Issue, Issue>): void {
  const places = scenarioPlaces(document.value);
  const all = reports.flatMap((report) =>
    report.issues.map((issue) => ({
      issue,
      path: pathInFile(document.value, places.get(report.scenario), issue.path),
    })),
  );
  if (all.length === 0) return;
  const lines = findLines(
    document.text,
    all.map(({ path }) => path),
  );
  for (const [i, { issue, path }] of all.entries()) {
    located.set(issue, { ...issue, path: pathText(path), line: lines[i] ?? null });
  }
}

interface ScenarioPlace {
  readonly path: readonly Segment[];
  readonly value: Json;
}

/** Path and value of each scenario of a file, by id. */
function scenarioPlaces(value: Json): ReadonlyMap<Json, ScenarioPlace> {
  if (!isObject(value)) return new Map();
  const list = value['scenarios'];
  if (!Array.isArray(list)) return new Map([[value['id'] ?? null, { path: [], value }]]);
  return new Map(
    list.map((one, i) => [isObject(one) ? (one['id'] ?? null) : null, { path: ['scenarios', i], value: one }]),
  );
}

/**
 * A path inside a scenario as a path from the top of its file. Tools that come from `defaults` or from the file's shared tools
 * have their path there.
 */
function pathInFile(file: Json, place: ScenarioPlace | undefined, path: string): readonly Segment[] {
  const inner = parsePath(path) ?? [];
  if (place === undefined) return inner;
  const [key, index, ...rest] = inner;
  if (key !== 'tools' || typeof index !== 'number') return [...place.path, ...inner];
  const own = toolsOf(place.value);
  const defaults = isObject(file) ? toolsOf(file['defaults'] ?? null) : null;
  const written = (own ?? defaults)?.[index];
  if (typeof written === 'string') {
    const shared = (toolsOf(file) ?? []).findIndex((tool) => nameOf(tool) === written);
    if (shared !== -1) return ['tools', shared, ...rest];
  }
  return own === null && defaults !== null ? ['defaults', ...inner] : [...place.path, ...inner];
}

function toolsOf(holder: Json): readonly Json[] | null {
  const tools = isObject(holder) ? holder['tools'] : undefined;
  return Array.isArray(tools) ? tools : null;
}

function nameOf(tool: Json): Json {
  if (!isObject(tool)) return null;
  return (isObject(tool['function']) ? tool['function']['name'] : tool['name']) ?? null;
}
