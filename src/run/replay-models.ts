import type { Keyer } from '../cassette/lookup/key.ts';
import { listCells, openCassette } from '../cassette/store/store.ts';
import type { Config } from '../config/config.ts';
import { plainModel } from '../config/read.ts';
import { selectModels, type Environment } from '../config/select.ts';
import { askedModel } from '../protocol/read-interaction.ts';
import { protocolAt } from '../protocol/protocols.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Gateway, Model } from '../domain/model.ts';

/** The models of a replay, and which recordings there are. */
export interface ReplayModels {
  readonly models: readonly {
    readonly model: Model;
    /** Named by the configuration or a flag: every selected scenario is planned. */
    readonly named: boolean;
    readonly imported: boolean;
  }[];
  readonly isRecorded: (scenario: string, model: string) => boolean;
}

/**
 * The models to replay. None named, or `all`: every model that has a recording for one of these scenarios, those of the
 * configuration first, in its order. Models that the configuration does not know are taken as they were recorded.
 */
export function replayModels(
  spec: string | null,
  config: Config,
  env: Environment,
  cassettes: string,
  scenarios: ReadonlySet<string>,
  keyer: Keyer,
): ReplayModels {
  const recorded = new Map<string, Set<string>>();
  for (const { scenario, model } of listCells(cassettes)) {
    if (!scenarios.has(scenario)) continue;
    const cells = recorded.get(model);
    if (cells === undefined) recorded.set(model, new Set([scenario]));
    else cells.add(scenario);
  }
  const isRecorded = (scenario: string, model: string): boolean => recorded.get(model)?.has(scenario) ?? false;
  const foreign = (name: string): ReplayModels['models'][number] | null => {
    const cells = recorded.get(name);
    if (cells === undefined || config.models.has(name)) return null;
    return modelAsRecorded(name, cells, cassettes, keyer);
  };
  const configured = (names: string): ReplayModels['models'] =>
    selectModels(config, names, env).map((model) => ({ model, named: true, imported: false }));

  const everything = spec === null || spec.trim() === 'all';
  const names = everything
    ? [
        ...[...config.models.keys()].filter((name) => recorded.has(name)),
        ...[...recorded.keys()].filter((name) => !config.models.has(name)).sort(),
      ]
    : spec.split(',').map((name) => name.trim());
  const models = names.flatMap((name) => {
    const known = foreign(name);
    return known === null ? configured(name) : [known];
  });
  return {
    models: models.filter(({ model }, i) => models.findIndex((other) => other.model.name === model.name) === i),
    isRecorded,
  };
}

/** A model that nobody configured: its name and gateway as the first recording that can be read has them; null where none holds a trial. */
function modelAsRecorded(
  name: string,
  scenarios: Iterable<string>,
  cassettes: string,
  keyer: Keyer,
): ReplayModels['models'][number] | null {
  let unreadable = false;
  for (const scenario of scenarios) {
    try {
      const cassette = openCassette(cassettes, scenario, name, keyer);
      const [trial] = cassette?.trials ?? [];
      if (cassette === null || trial === undefined) continue;
      const first = cassette.recorded(trial)?.interactions[0];
      const asked = first === undefined ? '' : askedModel(first);
      const protocol = (first === undefined ? null : protocolAt(first.endpoint)?.name) ?? 'chat';
      const model = plainModel(name, asked === '' ? name : asked, gatewayAsRecorded(cassette.gateway, protocol));
      return { model, named: false, imported: cassette.source === 'import' };
    } catch (error) {
      // Its trials tell what is wrong with it.
      if (!(error instanceof TooltapeError)) throw error;
      unreadable = true;
    }
  }
  if (!unreadable) return null;
  return { model: plainModel(name, name, gatewayAsRecorded('unknown', 'chat')), named: false, imported: false };
}

function gatewayAsRecorded(name: string, protocol: Gateway['protocol']): Gateway {
  return {
    name,
    protocol,
    baseUrl: null,
    apiKeyEnv: null,
    auth: 'native',
    concurrency: null,
    rpm: null,
    sandbox: false,
    headers: {},
  };
}
