import { joinPath } from '../json/json.ts';
import { TooltapeError, type Issue } from '../domain/errors.ts';
import { writtenParameters } from '../protocol/next-request.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Cell } from './plan.ts';

/**
 * Issues of parts of a scenario that the protocol of a planned model refuses or cannot express, once for each scenario and
 * protocol. Errors: SCENARIO with every part that cannot be sent.
 */
export function protocolIssues(cells: readonly Cell[]): readonly Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const { scenario, model } of cells) {
    // An agent makes its requests itself.
    if (model.agent !== undefined) continue;
    const { name, title, lint } = protocolNamed(model.gateway.protocol);
    for (const note of lint(scenario, writtenParameters(scenario, model))) {
      const path = note.path.reduce<string>(joinPath, '');
      const message = `${scenario.id} × ${title}: ${note.message}`;
      if (seen.has(`${path}\n${message}`)) continue;
      seen.add(`${path}\n${message}`);
      const { file } = scenario;
      issues.push({ file, line: null, path, message, severity: note.severity, code: `protocol-${name}` });
    }
  }
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return issues;
  throw new TooltapeError('SCENARIO', 'These scenarios cannot be sent over the protocol of their model', {
    remedy: 'Change the scenarios, or leave the models out with --models.',
    issues: errors,
  });
}
