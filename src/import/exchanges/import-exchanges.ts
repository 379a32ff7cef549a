import { join } from 'node:path';
import { createKeyer, type Keyer } from '../../cassette/lookup/key.ts';
import { encodeName } from '../../cassette/format/file-name.ts';
import { replaceCell } from '../../cassette/store/replace-cell.ts';
import type { Model } from '../../domain/model.ts';
import type { Interaction } from '../../domain/recording.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { deepEqual, type Json, type JsonObject } from '../../json/json.ts';
import type { DecodedRequest } from '../../protocol/decoded-request.ts';
import { createRedactor } from '../../redact/redact.ts';
import { readFile } from '../../scenario/read/read-file.ts';
import type { InputConversation, InputExchange, Refused } from './exchange.ts';
import { modelNames, type NameModel } from './model-names.ts';
import { replayConversation } from './replay-conversation.ts';
import { createScenarioIds } from './scenario-ids.ts';
import { readOneExchange, stitch } from '../../traffic/stitch.ts';
import { writtenScenario } from './written-scenario.ts';

export interface ExchangeImport {
  /** In the order of the input. */
  readonly inputs: readonly (InputExchange | Refused)[];
  /** Receives `scenarios/`, `cassettes/` and `import.json`. */
  readonly out: string;
  readonly clock: () => Date;
}

/** Result of an input, in the form of `import.json`. */
export type ImportedInput =
  | {
      readonly id: string;
      readonly source: string;
      readonly scenario: string;
      readonly model: string;
      readonly trial: number;
      /** Number from 1; also the number of the trial's step. */
      readonly interaction: number;
    }
  | Refused;

export interface ImportedExchanges {
  readonly inputs: readonly ImportedInput[];
  /** Numbers of scenarios and exchanges, by protocol. */
  readonly counts: ReadonlyMap<string, { scenarios: number; exchanges: number }>;
}

/**
 * Makes a scenario and a cassette of each conversation, or of each exchange where a scenario cannot repeat the conversation.
 * Inputs that cannot be imported are refused by id. Errors: OUTPUT.
 */
export async function importExchanges({ inputs, out, clock }: ExchangeImport): Promise<ImportedExchanges> {
  const reads = inputs.flatMap((input) => ('refused' in input ? [] : [readOneExchange(input)]));
  const context: Context = {
    out,
    recordedAt: clock().toISOString(),
    keyer: createKeyer({ redactor: createRedactor() }),
    nameModel: modelNames(reads),
    nextId: createScenarioIds(),
    imported: new Map(),
    counts: new Map(),
  };
  prepareFolder(join(out, 'scenarios'));
  for (const conversation of stitch(reads, asksAlike)) await importConversation(conversation, context);
  const imported = inputs.map((input) => ('refused' in input ? input : context.imported.get(input)));
  const all = imported.filter((input) => input !== undefined);
  const text = all.map((input) => `    ${JSON.stringify(input)}`).join(',\n');
  writeFileAtomically(
    join(out, 'import.json'),
    `{\n  "format": "tooltape.import/1",\n  "inputs": [\n${text}\n  ]\n}\n`,
  );
  return { inputs: all, counts: context.counts };
}

/** True when two requests can be in one scenario, which has one list of tools and streams all of its answers or none. */
function asksAlike(first: DecodedRequest | null, later: DecodedRequest): boolean {
  const tools = (asked: DecodedRequest | null): Json => [[...(asked?.tools ?? [])], asked?.native['tools'] ?? null];
  const streams = (asked: DecodedRequest | null): boolean => asked?.parameters['stream'] === true;
  return streams(first) === streams(later) && deepEqual(tools(first), tools(later));
}

interface Context {
  readonly out: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly keyer: Keyer;
  readonly nameModel: NameModel;
  readonly nextId: (from: string) => string;
  readonly imported: Map<InputExchange, ImportedInput>;
  readonly counts: Map<string, { scenarios: number; exchanges: number }>;
}

async function importConversation(conversation: InputConversation, context: Context): Promise<void> {
  const [first] = conversation;
  if (first === undefined) return;
  const id = context.nextId(conversation.length > 1 ? first.exchange.source : first.exchange.id);
  const model = context.nameModel(first);
  const attempt = await attemptWhole(id, conversation, model, context);
  if (typeof attempt !== 'string') {
    save(attempt, conversation, model, context);
  } else if (conversation.length > 1) {
    // The messages of each request are its history.
    for (const step of conversation) await importConversation([{ ...step, results: [], user: null }], context);
  } else {
    const { exchange } = first;
    context.imported.set(exchange, { id: exchange.id, source: exchange.source, refused: attempt });
  }
}

interface Attempt {
  readonly written: JsonObject;
  readonly scenario: Scenario;
  readonly interactions: readonly Interaction[];
}

/** The scenario of a whole conversation with the content of its cassette; a string gives the reason that there is none. */
async function attemptWhole(
  id: string,
  conversation: InputConversation,
  model: Model,
  context: Context,
): Promise<Attempt | string> {
  let why = 'its messages cannot be said by a scenario';
  for (const by of ['arguments', 'order'] as const) {
    const written = writtenScenario(id, conversation, by);
    if (written === null) return why;
    const { scenarios, problems } = readFile(written, `${id}.json`, { folder: context.out, root: context.out });
    const [placed] = scenarios;
    const [problem] = problems;
    if (problem !== undefined || placed === undefined) return problem?.message ?? why;
    const interactions = await replayConversation(placed.scenario, model, conversation, context.keyer);
    if (interactions !== null) return { written, scenario: placed.scenario, interactions };
    why = 'a scenario does not lead through its answers';
  }
  return why;
}

function save(
  { written, scenario, interactions }: Attempt,
  conversation: InputConversation,
  model: Model,
  context: Context,
): void {
  const { out, recordedAt } = context;
  const file = join(out, 'scenarios', `${encodeName(scenario.id)}.json`);
  writeFileAtomically(file, `${JSON.stringify(written, null, 2)}\n`);
  const meta = {
    scenario: scenario.id,
    model: model.name,
    gateway: model.gateway.name,
    source: 'import',
    recordedAt,
  } as const;
  replaceCell(join(out, 'cassettes'), meta, [{ trial: 1, interactions }]);
  const name = model.gateway.protocol;
  const count = context.counts.get(name) ?? { scenarios: 0, exchanges: 0 };
  context.counts.set(name, { scenarios: count.scenarios + 1, exchanges: count.exchanges + conversation.length });
  for (const [i, { exchange }] of conversation.entries()) {
    const { id, source } = exchange;
    context.imported.set(exchange, {
      id,
      source,
      scenario: scenario.id,
      model: model.name,
      trial: 1,
      interaction: i + 1,
    });
  }
}
