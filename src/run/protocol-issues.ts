import { joinPath } from '../json/json.ts';
import { TooltapeError, type Issue } from '../domain/errors.ts';
import type { RequestDefaults } from '../protocol/neutral-request.ts';
import { firstRequest, writtenParameters } from '../protocol/next-request.ts';
import type { ProtocolNote } from '../protocol/protocol.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Cell } from './plan.ts';

/**
 * Issues of parts of a scenario that the protocol of a planned model refuses or cannot express, once for each scenario and
 * protocol. Errors: SCENARIO with every part that cannot be sent.
 */
export function protocolIssues(cells: readonly Cell[], defaults: RequestDefaults): readonly Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const cell of cells) {
    const { scenario, model } = cell;
    // An agent makes its requests itself.
    if (model.agent !== undefined) continue;
    const { name, title, lint } = protocolNamed(model.gateway.protocol);
    const notes = lint(scenario, writtenParameters(scenario, model));
    // A scenario with such an error may be one that has no request.
    const isSendable = notes.every(({ severity }) => severity !== 'error');
    for (const note of isSendable ? [...notes, ...missingFields(cell, defaults)] : notes) {
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

/** Notes on fields that the first request lacks, and without which the protocol refuses it. */
function missingFields({ scenario, model }: Cell, defaults: RequestDefaults): readonly ProtocolNote[] {
  const { required } = protocolNamed(model.gateway.protocol);
  const { body } = firstRequest(scenario, model, defaults);
  return required
    .filter((name) => (body[model.rename[name] ?? name] ?? null) === null)
    .map((name) => {
      const where = scenario.bare
        ? 'A bare scenario gets none from the configuration: write it here'
        : 'Write it here, under "request" of the model, or in the defaults, where null leaves it out';
      const message = `It refuses a request without "${name}". ${where}.`;
      return { path: ['request', name], message, severity: 'error' };
    });
}
