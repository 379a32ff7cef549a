import { DEFAULT_PROTOCOL } from '../domain/protocol.ts';
import type { Model } from '../domain/model.ts';
import { RUN_FORMAT, type ModelRow, type RunHeader, type RunSettings, type ScenarioRow } from '../domain/run.ts';
import { functionTools } from '../protocol/function-tools.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { RedactorSource } from '../redact/redact.ts';
import { createTrialNames } from '../redact/trial-names.ts';
import { scenarioRowRedaction } from './file/redact-row.ts';
import { ruleHash } from './file/rule-hash.ts';
import type { ScenarioRedaction } from './trial/scenario-redaction.ts';
import type { RunRequest } from './run-harness.ts';

function overProtocol({ gateway }: Model): Pick<ModelRow, 'protocol' | 'unsent'> {
  if (gateway.protocol === DEFAULT_PROTOCOL) return {};
  const { name, unsentDefaults } = protocolNamed(gateway.protocol);
  return { protocol: name, ...(unsentDefaults.length > 0 && { unsent: unsentDefaults }) };
}

/** The header of the run file. */
export function makeHeader(
  request: RunRequest,
  createdAt: string,
  redactor: RedactorSource,
  redactionOf: (scenario: Scenario) => ScenarioRedaction,
): RunHeader {
  const models = request.models.map((model): ModelRow => ({
    name: model.name,
    servedAs: model.servedAs,
    gateway: model.gateway.name,
    ...overProtocol(model),
    price: model.price,
    omit: model.omit,
    rename: model.rename,
    ...(model.definitions !== undefined && { definitions: model.definitions }),
    source: request.imported.has(model.name) ? 'import' : 'live',
  }));
  const redacted = scenarioRowRedaction(redactor);
  const scenarios = request.scenarios.map((scenario): ScenarioRow => {
    const row: ScenarioRow = {
      id: scenario.id,
      tags: scenario.tags,
      messages: scenario.written.messages,
      tools: functionTools(scenario.tools),
      expect: scenario.written.expect,
      ruleHash: ruleHash(scenario),
      ...(scenario.minPass !== null && { minPass: scenario.minPass }),
    };
    return redacted(row, () => redactor.named(createTrialNames(redactionOf(scenario).values).of));
  });
  const { mode, wire, shard, version, asked, stream, temperature, maxTokens } = request;
  const settings: RunSettings = {
    ...asked,
    command: asked.command === null ? null : redactor.text(asked.command),
    repeat: asked.repeat.map((word) => redactor.text(word)),
    stream,
    temperature,
    maxTokens,
  };
  const both = request.cells.some(({ toolOrder }) => toolOrder === 'both') ? { toolOrder: 'both' as const } : {};
  return { format: RUN_FORMAT, tool: { version }, createdAt, mode, wire, shard, ...both, settings, models, scenarios };
}
