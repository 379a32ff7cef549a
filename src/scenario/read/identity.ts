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

/** The id in one spelling. Ids become names of folders, and some file systems ignore case or Unicode composition. */
export function sameName(id: string): string {
  return id.normalize('NFC').toLowerCase();
}

/** An issue for every scenario whose id equals that of an earlier one, ignoring case. The message names both places. */
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

/** An issue with its line. The file is read again for the line, because duplicate ids are rare. */
function issueAt({ file, path }: Owner, message: string): Issue {
  const { source } = file;
  const document = readDocument(source.path, source.file);
  const [line = null] = document.ok ? findLines(document.value.text, [path]) : [];
  return { file: source.file, line, path: pathText(path), message, severity: 'error', code: 'duplicate-id' };
}
