import type { Json } from '../../src/json/json.ts';
import { changeText, changeValue } from './changes.ts';
import type { Random } from './random.ts';
import type { Samples } from './samples.ts';

/** One changed file, and the command that is given it. */
export interface FuzzCase {
  readonly kind: string;
  /** Path in the project, and what it holds instead. */
  readonly file: string;
  readonly text: string;
  readonly args: readonly string[];
}

type Make = (samples: Samples, random: Random) => FuzzCase;

const RUN_FILE = 'changed.json';

/** Kinds of files that people, other programs or a bad day change, each with the commands that read them. */
const KINDS: readonly Make[] = [
  (samples, random) => {
    const { path, text } = random.pick(samples.cassettes);
    const changed = changed3(text, random);
    const command = random.pick([
      ['replay'],
      ['replay', '--stream', 'both'],
      ['cassettes', 'verify'],
      ['cassettes', 'list'],
      ['cassettes', 'redact'],
      ['cassettes', 'prune'],
    ]);
    return { kind: 'cassette', file: `cassettes/${path}`, text: changed, args: command };
  },
  (samples, random) => {
    const { path, text } = random.pick(samples.cassettes);
    return {
      kind: 'body',
      file: `cassettes/${path}`,
      text: withBody(text, random),
      args: ['replay', '--wire', random.pick(['fair', 'raw'])],
    };
  },
  (samples, random) => {
    const command = random.pick([
      ['report', RUN_FILE],
      ['report', RUN_FILE, '--reporter', 'junit'],
      ['report', RUN_FILE, '--reporter', 'markdown'],
      ['report', RUN_FILE, '--reporter', 'csv'],
      ['report', RUN_FILE, '--reporter', 'html:report.html'],
      ['compare', RUN_FILE],
      ['compare', '.tooltape/last-run.json', RUN_FILE, '--baseline'],
      ['compare', RUN_FILE, '.tooltape/last-run.json', '--reporter', 'markdown'],
      ['merge', RUN_FILE, '-o', 'merged.json'],
    ]);
    return { kind: 'run file', file: RUN_FILE, text: changed3(samples.run, random), args: command };
  },
  (samples, random) => {
    const args = random.pick([
      ['models'],
      ['replay', '--models', 'oracle'],
      ['run', '--dry-run', '--models', 'all'],
      ['cassettes', 'verify'],
    ]);
    return { kind: 'configuration', file: 'tooltape.config.yaml', text: changedYaml(samples.config, random), args };
  },
  (samples, random) => {
    const args = random.pick([['check'], ['check'], ['replay'], ['run', '--dry-run']]);
    return { kind: 'scenario', file: 'scenarios/all.yaml', text: changedYaml(samples.scenario, random), args };
  },
];

/** The next case; kinds take turns. */
export function makeCase(number: number, samples: Samples, random: Random): FuzzCase {
  const make = KINDS[number % KINDS.length];
  if (make === undefined) throw new Error('there are no kinds');
  return make(samples, random);
}

/** A JSON text changed in its values, or in its characters one time in four. */
function changed3(text: string, random: Random): string {
  return random.below(4) === 0 ? changeText(text, random) : changeValue(JSON.parse(text) as Json, random);
}

/** A line of YAML with another value, or the text changed anywhere. */
function changedYaml(text: string, random: Random): string {
  if (random.below(2) === 0) return changeText(text, random);
  const places = [...text.matchAll(/: ([^\s{}[\],][^\n{}[\],]*)/g)];
  const place = random.pick(places);
  const value = changeValue({ a: 'b' }, random);
  const odd = /: ?("?.*"?)\s*\n?\}$/s.exec(value)?.[1]?.trim() ?? 'null';
  return `${text.slice(0, place.index)}: ${odd}${text.slice(place.index + place[0].length)}`;
}

/** A cassette one of whose answers is changed inside: the JSON of a response, or the events of a stream. */
function withBody(text: string, random: Random): string {
  interface Response {
    json?: Json;
    events?: Json[];
    text?: string;
    headers: Record<string, string>;
  }
  const cassette = JSON.parse(text) as { trials: { interactions: { response: Response }[] }[] };
  const { response } = random.pick(random.pick(cassette.trials).interactions);
  if (response.json !== undefined && random.below(3) > 0) {
    const body = changeValue(response.json, random);
    delete response.json;
    response.text = body;
  } else if (response.json !== undefined) {
    response.text = changeText(JSON.stringify(response.json), random);
    delete response.json;
  } else if (response.events !== undefined) {
    const events = response.events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
    const at = random.below(events.length);
    const event = events[at] ?? '';
    events[at] =
      event.startsWith('{') && random.below(3) > 0
        ? changeValue(JSON.parse(event) as Json, random)
        : changeText(event, random);
    if (random.below(4) === 0) events.splice(random.below(events.length), 1 + random.below(3));
    response.text = events.map((data) => `data: ${data.replaceAll('\n', ' ')}\n\n`).join('');
    delete response.events;
  }
  return JSON.stringify(cassette);
}
