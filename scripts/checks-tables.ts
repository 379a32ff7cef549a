import { ANSWER_CHECKS, CHECKS } from '../src/protocol/checks.ts';
import { PROTOCOLS } from '../src/protocol/protocols.ts';
import { code, table } from './markdown.ts';

/** Every wire check: what must hold, how severe a finding is, and where the fault was seen. */
export function checksTable(): string {
  const rows = CHECKS.map(({ code: name, says, severity, evidence }) => [
    code(name),
    says,
    severity,
    evidence.map((url) => `[${nameOf(url)}](${url})`).join(', '),
  ]);
  return table(['check', 'what must hold', 'severity', 'seen in'], rows);
}

/** What each check demands in each protocol; a dash where it does not apply. */
export function checksByProtocol(): string {
  const rows = CHECKS.flatMap(({ code: name }) =>
    ANSWER_CHECKS.includes(name) ? [[code(name), ...PROTOCOLS.map(({ checks }) => checks[name] ?? '–')]] : [],
  );
  return table(['check', ...PROTOCOLS.map(({ name }) => code(name))], rows);
}

/** `vllm#22975` for an issue, the page otherwise. */
function nameOf(url: string): string {
  const issue = /^https:\/\/github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(url);
  return issue === null ? new URL(url).hostname : `${issue[1]}#${issue[2]}`;
}
