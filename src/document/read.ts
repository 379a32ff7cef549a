import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Issue } from '../domain/errors.ts';
import type { Json } from '../json/json.ts';
import { findJsonFault } from '../json/json-fault.ts';
import { IrregularFileError, readRegularFile } from '../files/read-regular.ts';
import { unreadableFault } from '../files/system-fault.ts';
import { findLines, yamlLibrary } from './lines.ts';
import { MAX_DEPTH, mayRepeatKeys, unlikeJson } from '../json/measure.ts';
import { pathText } from './place.ts';
import type { DocumentProblem } from './place.ts';

/** A parsed YAML or JSON file. */
export interface Document {
  /** Path of the file as messages show it. */
  readonly file: string;
  readonly text: string;
  readonly value: Json;
}

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issue: Issue };

function failure(file: string, code: string, message: string, line: number | null = null): Reading<never> {
  return { ok: false, issue: { file, line, path: '', message, severity: 'error', code } };
}

function readText(path: string, file: string): Reading<string> {
  let content: string;
  try {
    content = readRegularFile(path);
    // The decoder puts U+FFFD in place of invalid UTF-8. A valid file may also contain that character.
    if (content.includes('\uFFFD') && !isUtf8(readFileSync(path))) {
      return failure(file, 'not-utf8', 'The file is not UTF-8 text. Save it as UTF-8.');
    }
  } catch (error) {
    if (error instanceof IrregularFileError)
      return failure(file, 'unreadable', `Expected a regular file, found ${error.found}.`);
    return failure(file, 'unreadable', `The file cannot be read: ${unreadableFault(error).means}.`);
  }
  if (content.includes('\0')) {
    return failure(
      file,
      'not-utf8',
      'The file holds NUL bytes: it is not UTF-8 text (UTF-16, perhaps). Save it as UTF-8.',
    );
  }
  return { ok: true, value: content.charCodeAt(0) === 0xfe_ff ? content.slice(1) : content };
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function parseJson(text: string, file: string): Reading<Json> {
  let value: Json = null;
  try {
    value = JSON.parse(text) as Json;
    if (!mayRepeatKeys(text, value)) return { ok: true, value };
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(file);
  }
  const fault = findJsonFault(text);
  if (fault === null) return { ok: true, value };
  if (fault.code === 'too-deep') return tooDeep(file);
  const message = fault.code === 'syntax' ? `The file is not JSON: ${fault.message}` : fault.message;
  return failure(file, fault.code, message, lineAt(text, fault.offset));
}

function tooDeep(file: string): Reading<never> {
  return failure(file, 'too-deep', `The file nests deeper than ${MAX_DEPTH} levels.`);
}

function yamlAdvice(reason: string): string {
  if (reason.startsWith('tab characters')) return ' Indent with spaces.';
  if (reason.startsWith('unidentified alias')) return ' Quote text that starts with "*" or "&".';
  if (reason.startsWith('unknown scalar tag')) return ' Leave the tag out; quote what must be a string.';
  if (reason.startsWith('expected a single document')) {
    return ' Leave out the `---` between them: one file holds one scenario, or `scenarios: […]`.';
  }
  if (reason.startsWith('bad indentation') || reason.startsWith('deficient indentation')) {
    return ' Check the indentation, and quote text that holds `: `, ` #` or starts with a special character.';
  }
  return '';
}

function parseYaml(text: string, file: string): Reading<Json> {
  const { load, YAMLException } = yamlLibrary();
  try {
    const value = load(text, { maxDepth: MAX_DEPTH }) as Json;
    const fault = unlikeJson(value);
    if (fault === null) return { ok: true, value };
    const [issue] = toIssues({ file, text }, [{ ...fault, code: 'not-json' }], 'error');
    return issue ? { ok: false, issue } : failure(file, 'not-json', fault.message);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(file);
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.startsWith('expected a document')) return failure(file, 'empty-file', 'The file is empty.');
    if (error.reason.startsWith('nesting exceeded')) return tooDeep(file);
    const line = yamlLine(error.mark?.line, error.reason, text);
    if (error.reason.startsWith('duplicated mapping key')) {
      const key = error.mark ? keyAt(text, error.mark) : null;
      return failure(
        file,
        'duplicate-key',
        `The key${key === null ? '' : ` "${key}"`} stands twice in one object.`,
        line,
      );
    }
    return failure(file, 'syntax', `The file is not YAML: ${error.reason}.${yamlAdvice(error.reason)}`, line);
  }
}

function yamlLine(line: number | undefined, reason: string, text: string): number | null {
  if (line !== undefined) return line + 1;
  const second = reason.startsWith('expected a single document') ? text.search(/\n---(?:\s|$)/) : -1;
  return second === -1 ? null : lineAt(text, second) + 1;
}

function keyAt(text: string, { line, column }: { readonly line: number; readonly column: number }): string | null {
  const rest = text.split('\n')[line]?.slice(column) ?? '';
  return /^["']?([^"':]+)/.exec(rest)?.[1] ?? null;
}

/** Reads a file by its extension: `.json` as JSON, others as YAML 1.2. Problems become issues with line numbers. */
export function readDocument(path: string, file: string): Reading<Document> {
  const content = readText(path, file);
  if (!content.ok) return content;
  const text = content.value;
  if (text.trim() === '') return failure(file, 'empty-file', 'The file is empty.');
  const parsed = path.endsWith('.json') ? parseJson(text, file) : parseYaml(text, file);
  return parsed.ok ? { ok: true, value: { file, text, value: parsed.value } } : parsed;
}

/** The problems of a document as issues with line numbers, in the order of the file. */
export function toIssues(
  document: { readonly file: string; readonly text: string },
  problems: readonly DocumentProblem[],
  severity: Issue['severity'],
): Issue[] {
  if (problems.length === 0) return [];
  const lines = findLines(
    document.text,
    problems.map((problem) => problem.path),
  );
  return problems
    .map(({ path, message, sharedEnd, code }, i) => ({
      file: document.file,
      line: lines[i] ?? null,
      path: pathText(path),
      message,
      ...(sharedEnd !== undefined && { sharedEnd }),
      severity,
      code,
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
