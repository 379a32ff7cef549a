import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { FindServer } from '../../domain/server.ts';
import { newPlace, within } from '../../document/place.ts';
import type { Place, DocumentProblem } from '../../document/place.ts';
import type { Segment } from '../../json/path.ts';
import type { ScenarioFile } from '../find-files.ts';
import { NO_DEFAULTS, checkRequests, readScenario } from './read-scenario.ts';
import type { FileContext } from './read-scenario.ts';
import { NO_SERVERS } from './read-server-tools.ts';
import { newKnownTools, readTools } from './read-tools.ts';
import type { KnownTools, ToolReadContext, ToolList, Toolbox } from './read-tools.ts';
import type { ModuleFolders } from './read-results.ts';
import { isMany, scenarioFile } from '../shape/shape.ts';
import type { WrittenDefaults, WrittenScenario } from '../shape/written.ts';

/** A scenario with its path in the file. */
interface PlacedScenario {
  readonly path: readonly Segment[];
  readonly scenario: Scenario;
}

/** The content of a file. Where it has problems, only the ids of the scenarios are reliable. */
export interface FileReading {
  readonly scenarios: readonly PlacedScenario[];
  readonly toolLists: readonly ToolList[];
  readonly problems: readonly DocumentProblem[];
}

/** A file after reading, without its text, which would take too much memory for thousands of files. */
export interface LoadedFile {
  readonly source: ScenarioFile;
  readonly reading: FileReading;
}

/** Reads the value of a scenario file, whatever its shape. Files that are read together share `known`. */
export function readFile(
  value: Json,
  file: string,
  folders: ModuleFolders,
  known: KnownTools = newKnownTools(),
  servers: FindServer = NO_SERVERS,
  withoutTools = false,
): FileReading {
  const place = newPlace();
  scenarioFile.check(value, place);
  const tools: ToolReadContext = { folders, shared: new Map(), known, servers, lists: [] };
  const scenarios = isObject(value)
    ? readScenarios(value, place, { file, tools, defaults: NO_DEFAULTS, defaultTools: null, withoutTools })
    : [];
  return { scenarios, toolLists: tools.lists, problems: place.problems };
}

function readScenarios(value: JsonObject, place: Place, context: FileContext): readonly PlacedScenario[] {
  if (!isMany(value)) {
    return [{ path: [], scenario: readScenario(value as unknown as WrittenScenario, place, context) }];
  }
  const shared = toolsOf(value, place, context.tools)?.named ?? new Map();
  const tools: ToolReadContext = { ...context.tools, shared };
  const written = isObject(value['defaults']) ? value['defaults'] : {};
  const defaults = written as WrittenDefaults;
  const defaultTools = within(place, 'defaults', () => {
    checkRequests(defaults, place);
    return toolsOf(written, place, tools);
  });
  const list = Array.isArray(value['scenarios']) ? value['scenarios'] : [];
  const full: FileContext = { ...context, tools, defaults, defaultTools };
  return within(place, 'scenarios', () =>
    list.flatMap((entry, i) => {
      if (!isObject(entry)) return [];
      const scenario = within(place, i, () => readScenario(entry as unknown as WrittenScenario, place, full));
      return [{ path: ['scenarios', i], scenario }];
    }),
  );
}

function toolsOf(holder: JsonObject, place: Place, context: ToolReadContext): Toolbox | null {
  const { tools } = holder;
  return tools === undefined ? null : within(place, 'tools', () => readTools(tools, place, context));
}
