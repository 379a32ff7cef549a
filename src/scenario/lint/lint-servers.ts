import { isObject, type JsonObject } from '../../json/json.ts';
import type { Issue } from '../../domain/errors.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { newPlace, pathText, type DocumentProblem } from '../../document/place.ts';
import { readDocument, toIssues } from '../../document/read.ts';
import type { Segment } from '../../json/path.ts';
import { joinShort } from '../../text/shorten.ts';
import type { LoadedFile } from '../read/read-file.ts';
import { checkParameters } from '../read/check-parameters.ts';
import { confusablePairs } from './confusable.ts';
import { lintTool } from './lint.ts';
import type { LoadLint } from './load-lints.ts';

/** From this number of tools on models choose worse. OpenAI refuses more than `MOST_TOOLS`. */
const MANY_TOOLS = 40;
const MOST_TOOLS = 128;
const LONGEST_LIST = 120;

/** The tools of one server, and the first entry that names the server. */
interface Offered {
  readonly file: LoadedFile;
  readonly path: readonly Segment[];
  readonly tools: Set<ToolDefinition>;
}

/**
 * Warnings about the tools of MCP servers, at the first entry that names the server. Each is given once, for all scenarios and
 * for all tools that share the fault.
 */
export function serverWarnings(files: readonly LoadedFile[]): readonly Issue[] {
  const servers = new Map<string, Offered>();
  const issues: Issue[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    for (const { path, entries, tools } of file.reading.toolLists) {
      for (const [i, tool] of tools.entries()) {
        if (tool.server === undefined) continue;
        const at = [...path, entries[i] ?? 0];
        const offered = servers.get(tool.server.name) ?? { file, path: at, tools: new Set() };
        servers.set(tool.server.name, offered);
        offered.tools.add(tool);
      }
      if (tools.every(({ server }) => server === undefined)) continue;
      const problems = [...lintCount(tools, path), ...lintPairs(tools, path)];
      const fresh = problems.filter(({ message }) => !seen.has(message));
      for (const { message } of fresh) seen.add(message);
      issues.push(...issuesOf(file, fresh));
    }
  }
  for (const [name, { file, path, tools }] of servers)
    issues.push(...issuesOf(file, lintServer(name, [...tools], path)));
  return issues;
}

function lintServer(server: string, tools: readonly ToolDefinition[], path: readonly Segment[]): DocumentProblem[] {
  const found = new Map<string, { readonly code: string; readonly tools: string[] }>();
  const add = (code: string, message: string, tool: string): void => {
    const known = found.get(message) ?? { code, tools: [] };
    found.set(message, known);
    if (!known.tools.includes(tool)) known.tools.push(tool);
  };
  for (const tool of tools) {
    for (const { code, message } of lintTool(tool, false)) add(code, message, tool.name);
    const place = newPlace();
    if (tool.parameters !== null) checkParameters(tool.parameters, place);
    for (const { message, path: at } of place.problems) {
      add('server-schema' satisfies LoadLint, `${pathText(at)}: ${message}`, tool.name);
    }
    if (descriptionOf(tool) === '') {
      add('no-description' satisfies LoadLint, 'It has no description: models choose it by its name alone.', tool.name);
    }
    for (const parameter of undescribed(tool)) {
      add('no-description' satisfies LoadLint, `The parameter ${parameter} has no description.`, tool.name);
    }
  }
  return [...found].map(([message, { code, tools: names }]) => ({
    path,
    code,
    message: `${subject(names)} of the server "${server}": ${message}`,
  }));
}

function subject(names: readonly string[]): string {
  return `${names.length === 1 ? 'Tool' : `${names.length} tools`} (${joinShort(names, ', ', LONGEST_LIST)})`;
}

/** Names of the required parameters without a description. */
function undescribed({ parameters }: ToolDefinition): readonly string[] {
  const { properties, required } = parameters ?? {};
  if (!isObject(properties) || !Array.isArray(required)) return [];
  return required.filter((name): name is string => {
    const schema = typeof name === 'string' ? properties[name] : undefined;
    return isObject(schema) && !hasText(schema, 'description') && !hasText(schema, 'title') && !('$ref' in schema);
  });
}

function hasText(schema: JsonObject, key: string): boolean {
  const value = schema[key];
  return typeof value === 'string' && value.trim() !== '';
}

function descriptionOf({ definition }: ToolDefinition): string {
  const { description } = definition;
  return typeof description === 'string' ? description.trim() : '';
}

function lintCount(tools: readonly ToolDefinition[], path: readonly Segment[]): DocumentProblem[] {
  if (tools.length <= MANY_TOOLS) return [];
  const advice =
    tools.length > MOST_TOOLS
      ? `OpenAI refuses more than ${MOST_TOOLS}`
      : `models choose worse among more than ${MANY_TOOLS}`;
  const message = `${tools.length} tools are offered at once: ${advice}. Name those that are wanted in "only".`;
  return [{ path, message, code: 'many-tools' satisfies LoadLint }];
}

function lintPairs(tools: readonly ToolDefinition[], path: readonly Segment[]): DocumentProblem[] {
  const twins = new Map<string, string[]>();
  for (const tool of tools) {
    const text = descriptionOf(tool);
    if (text !== '') twins.set(text, [...(twins.get(text) ?? []), tool.name]);
  }
  const same = [...twins.values()].filter((names) => names.length > 1);
  const isTwin = (a: string, b: string): boolean => same.some((names) => names.includes(a) && names.includes(b));
  return [
    ...same.map((names) => ({
      path,
      code: 'twin-descriptions' satisfies LoadLint,
      message: `${names.join(' and ')} have the same description: say what tells them apart.`,
    })),
    ...confusablePairs(tools)
      .filter(([a, b]) => !isTwin(a.name, b.name))
      .map(([a, b]) => ({
        path,
        code: 'confusable-tools' satisfies LoadLint,
        message: `${a.name} and ${b.name} are easily confused: names, descriptions and parameters are near each other. Say in each when to take the other.`,
      })),
  ];
}

function issuesOf({ source }: LoadedFile, problems: readonly DocumentProblem[]): readonly Issue[] {
  if (problems.length === 0) return [];
  const document = readDocument(source.path, source.file);
  return toIssues(document.ok ? document.value : { file: source.file, text: '' }, problems, 'warning');
}
