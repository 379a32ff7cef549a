import { DEFAULT_PROTOCOL } from '../domain/protocol.ts';
import type { Keyer } from '../cassette/lookup/key.ts';
import { listCells, type ListedCell } from '../cassette/store/list-cells.ts';
import { openCassette } from '../cassette/store/store.ts';
import type { Config } from '../config/config.ts';
import { plainModel } from '../config/read.ts';
import type { Environment } from '../config/environment.ts';
import { selectModels } from '../config/select.ts';
import { askedModel } from '../protocol/read-interaction.ts';
import { protocolFor } from '../protocol/protocols.ts';
import { TooltapeError } from '../domain/errors.ts';
import { gatewayWithoutAddress, type Model } from '../domain/model.ts';
import { byCodeUnits } from '../text/code-units.ts';

/** A model of a replay. */
interface ReplayModel {
  readonly model: Model;
  /**
   * True for a model that `defaults.models` or `--models` names. Every selected scenario is planned with it; with other models
   * only recorded ones.
   */
  readonly named: boolean;
  readonly imported: boolean;
}

/** The models of a replay, and which cells have a recording. */
export interface ReplayModels {
  readonly models: readonly ReplayModel[];
  readonly isRecorded: (scenario: string, model: string) => boolean;
  /** Models with live recordings that neither the configuration nor `--models` names. They are not replayed. */
  readonly unconfigured: readonly { readonly model: string; readonly recordings: number }[];
}

/**
 * The models to replay. Without `--models`: first `defaults.models`, recorded or not, where the configuration sets them; then
 * other configured models with a recording; then imported ones. Where the folder holds only imported recordings,
 * `defaults.models` are left out. With `all`, and without a configuration: every model with a recording. A model that is not
 * configured is planned as it was recorded.
 */
export function replayModels(
  spec: string | null,
  config: Config,
  env: Environment,
  cassettes: string,
  scenarios: ReadonlySet<string>,
  keyer: Keyer,
  cells: readonly ListedCell[] = listCells(cassettes),
): ReplayModels {
  const recorded = recordedCells(cells, scenarios);
  const isRecorded = (scenario: string, model: string): boolean => recorded.get(model)?.has(scenario) ?? false;
  const configured = (names: readonly string[], named: boolean): ReplayModel[] =>
    names.length === 0
      ? []
      : selectModels(config, names.join(','), env).map((model) => ({ model, named, imported: false }));
  const foreign = (name: string, named: boolean): ReplayModel[] => {
    const cells = recorded.get(name);
    const known = cells === undefined ? null : modelAsRecorded(name, cells, cassettes, keyer);
    return known === null ? [] : [{ ...known, named }];
  };
  const { models: defaults, namesModels } = config.defaults;
  const listed = namesModels ? defaults : defaults.filter((name) => recorded.has(name));
  const others = [...config.models.keys()].filter((name) => recorded.has(name) && !defaults.includes(name));
  const strangers = (): ReplayModel[] =>
    [...recorded.keys()]
      .filter((name) => !config.models.has(name) && !defaults.includes(name))
      .sort(byCodeUnits)
      .flatMap((name) => foreign(name, false));

  const every = (): ReplayModel[] => [
    ...configured(
      listed.filter((name) => recorded.has(name)),
      true,
    ),
    ...configured(others, false),
    ...strangers(),
  ];
  if (spec === null && config.file !== null) {
    const found = strangers();
    const imported = found.filter((one) => one.imported);
    const onlyImports = imported.length > 0 && imported.length === recorded.size;
    const models = [...(onlyImports ? [] : configured(listed, true)), ...configured(others, false), ...imported];
    const unconfigured = found
      .filter((one) => !one.imported)
      .map(({ model }) => ({ model: model.name, recordings: recorded.get(model.name)?.size ?? 0 }));
    return { models, isRecorded, unconfigured };
  }
  const named = (name: string): ReplayModel[] => {
    if (name === 'all' && !config.models.has(name)) return every();
    const known = config.models.has(name) ? [] : foreign(name, true);
    return known.length > 0 ? known : configured([name], true);
  };
  const models = spec === null ? every() : spec.split(',').flatMap((name) => named(name.trim()));
  return {
    models: models.filter(({ model }, i) => models.findIndex((other) => other.model.name === model.name) === i),
    isRecorded,
    unconfigured: [],
  };
}

/** For each model the ids of the given scenarios that have a recording. */
function recordedCells(listed: readonly ListedCell[], scenarios: ReadonlySet<string>): Map<string, Set<string>> {
  const recorded = new Map<string, Set<string>>();
  for (const { scenario, model } of listed) {
    if (!scenarios.has(scenario)) continue;
    const cells = recorded.get(model);
    if (cells === undefined) recorded.set(model, new Set([scenario]));
    else cells.add(scenario);
  }
  return recorded;
}

/**
 * A model that is not configured, with name and gateway from the first readable recording; null where no recording holds a
 * trial.
 */
function modelAsRecorded(
  name: string,
  scenarios: Iterable<string>,
  cassettes: string,
  keyer: Keyer,
): Omit<ReplayModel, 'named'> | null {
  let unreadable = false;
  for (const scenario of scenarios) {
    try {
      const cassette = openCassette(cassettes, scenario, name, keyer);
      const [trial] = cassette?.trials ?? [];
      if (cassette === null || trial === undefined) continue;
      const first = cassette.recorded(trial)?.interactions[0];
      const asked = first === undefined ? '' : askedModel(first);
      const protocol = protocolFor(first?.endpoint ?? '').name;
      const model = plainModel(
        name,
        asked === '' ? name : asked,
        gatewayWithoutAddress({ name: cassette.gateway, protocol, sandbox: false }),
      );
      return { model, imported: cassette.source === 'import' };
    } catch (error) {
      // An unreadable cassette is planned, so that its trials name what is wrong with it.
      if (!(error instanceof TooltapeError)) throw error;
      unreadable = true;
    }
  }
  if (!unreadable) return null;
  return {
    model: plainModel(
      name,
      name,
      gatewayWithoutAddress({ name: 'unknown', protocol: DEFAULT_PROTOCOL, sandbox: false }),
    ),
    imported: false,
  };
}
