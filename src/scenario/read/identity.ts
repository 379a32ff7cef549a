import type { Issue } from '../../domain/errors.ts';
import { findLines } from '../../document/lines.ts';
import { pathText } from '../../document/place.ts';
import type { Segment } from '../../json/path.ts';
import { readDocument } from '../../document/read.ts';
import type { LoadedFile } from './read-file.ts';

interface Owner {
  readonly file: LoadedFile;
  readonly path: readonly Segment[];
  readonly id: string;
}

/** Ids name folders, and some file systems know neither case nor composition. */
export function sameName(id: string): string {
  return id.normalize('NFC').toLowerCase();
}

/** An issue for every scenario whose id an earlier one has, ignoring case; both places are named. */
export function duplicateIds(files: readonly LoadedFile[]): Issue[] {
  const owners = new Map<string, Owner>();
  const issues: Issue[] = [];
  for (const file of files) {
    for (const { scenario, path } of file.reading.scenarios) {
      if (typeof scenario.id !== 'string') continue;
      const own: Owner = { file, path: [...path, 'id'], id: scenario.id };
      const first = owners.get(sameName(scenario.id));
      if (first) issues.push(duplicate(own, first));
      else owners.set(sameName(scenario.id), own);
    }
  }
  return issues;
}

function duplicate(own: Owner, first: Owner): Issue {
  const { file, line } = issueAt(first, '');
  const where = line === null ? file : `${file}:${line}`;
  const spelled = own.id === first.id ? '' : ` (as "${first.id}"; case does not tell ids apart)`;
  return issueAt(own, `The id "${own.id}" is taken: ${where} has it${spelled}. Give each scenario its own id.`);
}

/** Ids rarely clash, so the file is read again for the line. */
function issueAt({ file, path }: Owner, message: string): Issue {
  const { source } = file;
  const document = readDocument(source.path, source.file);
  const [line = null] = document.ok ? findLines(document.value.text, [path]) : [];
  return { file: source.file, line, path: pathText(path), message, severity: 'error', code: 'duplicate-id' };
}
