import stringify from 'fast-json-stable-stringify';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Interaction } from '../../domain/recording.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { protocolAt } from '../../protocol/protocols.ts';
import { CASSETTE_FORMAT, PROTOCOL_FORMAT, type CassetteData, type StoredInteraction } from './format.ts';
import { storeResponse } from './stored-response.ts';
import { escapeInJson } from '../../text/escape.ts';

/**
 * The text of a cassette file. Order and layout are fixed, with one tool, message, choice or event a line, so that a changed
 * recording is a change of few lines.
 */
export function writeCassette({ trials, ...meta }: CassetteData): string {
  const protocol = protocolsOf(trials);
  const pool = createToolPool();
  const stored = [...trials]
    .sort((a, b) => a.trial - b.trial)
    .map(({ trial, interactions }) => ({ trial, interactions: storeInteractions(interactions, pool) }));
  const lines = [
    ['format', JSON.stringify(protocol === null ? CASSETTE_FORMAT : PROTOCOL_FORMAT)],
    ...(protocol === null ? [] : [['protocol', JSON.stringify(protocol)] as const]),
    ['scenario', JSON.stringify(meta.scenario)],
    ['model', JSON.stringify(meta.model)],
    ['gateway', JSON.stringify(meta.gateway)],
    ['source', JSON.stringify(meta.source)],
    ['recordedAt', JSON.stringify(meta.recordedAt)],
    ...(meta.recordedBy === undefined ? [] : [['recordedBy', JSON.stringify(meta.recordedBy)] as const]),
    [
      'tools',
      list(
        pool.tools.map((tool) => textOf(tool).line),
        '  ',
      ),
    ],
    [
      'trials',
      list(
        stored.map(({ trial, interactions }) => writeTrial(trial, interactions)),
        '  ',
      ),
    ],
  ] as const;
  return `${escapeInJson(members(lines, ''))}\n`;
}

/**
 * Value of the file's `protocol`: names joined by `+`. Null where all interactions are chat and no result of a tool is stored.
 * Endpoints of no protocol, such as embeddings, add no name.
 */
function protocolsOf(trials: CassetteData['trials']): string | null {
  const names = new Set<string>();
  let results = false;
  for (const { interactions } of trials) {
    for (const { endpoint, results: own } of interactions) {
      results ||= own !== undefined;
      names.add(protocolAt(endpoint)?.name ?? 'chat');
    }
  }
  return !results && [...names].every((name) => name === 'chat') ? null : [...names].sort().join('+');
}

interface ToolText {
  /** Canonical text of a tool. Tools with equal texts are one tool of the file's list. */
  readonly canonical: string;
  /** Line of the tool in the file. */
  readonly line: string;
}
/** Remembered, because all requests hold the same object for a tool. */
const textOf = rememberFor((tool: JsonObject): ToolText => ({
  canonical: stringify(tool),
  line: JSON.stringify(tool),
}));

interface ToolPool {
  readonly tools: JsonObject[];
  indexOf(tool: JsonObject): number;
}

function createToolPool(): ToolPool {
  const tools: JsonObject[] = [];
  const places = new Map<string, number>();
  const known = new WeakMap<object, number>();
  return {
    tools,
    indexOf(tool) {
      const seen = known.get(tool);
      if (seen !== undefined) return seen;
      const text = textOf(tool).canonical;
      const place = places.get(text) ?? tools.push(tool) - 1;
      places.set(text, place);
      known.set(tool, place);
      return place;
    },
  };
}

function storeInteractions(interactions: readonly Interaction[], pool: ToolPool): StoredInteraction[] {
  let before: readonly Json[] = [];
  return interactions.map((interaction) => {
    const { endpoint, key, request, original, response, results, latencyMs, firstByteMs, sentMs } = interaction;
    const form = recordedFormAt(endpoint);
    const { [form.tools]: tools, ...rest } = request;
    const listed = Array.isArray(tools) && tools.every(isObject) ? tools.map((tool) => pool.indexOf(tool)) : null;
    const items = request[form.growing];
    let stored: JsonObject = listed === null ? request : rest;
    let continues = 0;
    if (Array.isArray(items)) {
      const shared = before;
      while (continues < shared.length && continues < items.length) {
        if (JSON.stringify(shared[continues]) !== JSON.stringify(items[continues])) break;
        continues++;
      }
      before = items;
      if (continues > 0) stored = { ...stored, [form.growing]: items.slice(continues) };
    } else before = [];
    return {
      endpoint,
      key,
      ...(listed !== null && { tools: listed }),
      ...(continues > 0 && { continues }),
      request: stored,
      ...(original !== undefined && { original }),
      response: storeResponse(response),
      ...(results !== undefined && { results }),
      latencyMs,
      firstByteMs,
      ...(sentMs !== undefined && { sentMs }),
    };
  });
}

function writeTrial(trial: number, interactions: readonly StoredInteraction[]): string {
  const written = interactions.map((interaction) => writeInteraction(interaction, '        '));
  return members(
    [
      ['trial', String(trial)],
      ['interactions', list(written, '      ')],
    ],
    '    ',
  );
}

function writeInteraction({ request, original, response, ...rest }: StoredInteraction, indent: string): string {
  const inner = `${indent}  `;
  const { itemALine } = recordedFormAt(rest.endpoint);
  const { endpoint, key, tools, continues, results = [], latencyMs, firstByteMs, sentMs } = rest;
  const { json, events, ...head } = response;
  const answer = Object.entries(head).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return members(
    [
      ['endpoint', JSON.stringify(endpoint)],
      ['key', JSON.stringify(key)],
      ...(tools === undefined ? [] : [['tools', JSON.stringify(tools)] as const]),
      ...(continues === undefined ? [] : [['continues', String(continues)] as const]),
      ['request', spread(request, inner, itemALine)],
      ...(original === undefined ? [] : [['original', spread(original, inner, itemALine)] as const]),
      [
        'response',
        members(
          [
            ...answer,
            ...(json === undefined ? [] : [['json', spread(json, `${inner}  `, itemALine)] as const]),
            ...(events === undefined
              ? []
              : [
                  [
                    'events',
                    list(
                      events.map((event) => JSON.stringify(event)),
                      `${inner}  `,
                    ),
                  ] as const,
                ]),
          ],
          inner,
        ),
      ],
      ...(results.length === 0
        ? []
        : [
            [
              'results',
              list(
                results.map((result) => JSON.stringify(result)),
                inner,
              ),
            ] as const,
          ]),
      // Latency differs in every recording, so it has a line of its own and a re-recording changes only that line.
      [
        'latencyMs',
        `${latencyMs}, "firstByteMs": ${firstByteMs}${sentMs === undefined ? '' : `, "sentMs": ${sentMs}`}`,
      ],
    ],
    indent,
  );
}

/** The text of a body: one field a line, and one item a line in the lists of `itemALine`. */
function spread(body: Json, indent: string, itemALine: ReadonlySet<string>): string {
  if (!isObject(body)) return JSON.stringify(body);
  return members(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) && itemALine.has(name)
        ? list(
            value.map((item) => JSON.stringify(item)),
            `${indent}  `,
          )
        : JSON.stringify(value),
    ]),
    indent,
  );
}

function members(entries: readonly (readonly [string, string])[], indent: string): string {
  if (entries.length === 0) return '{}';
  let text = '{';
  for (const [i, [name, value]] of entries.entries()) {
    text += `${i === 0 ? '' : ','}\n${indent}  ${JSON.stringify(name)}: ${value}`;
  }
  return `${text}\n${indent}}`;
}

function list(items: readonly string[], indent: string): string {
  if (items.length === 0) return '[]';
  let text = '[';
  for (const [i, item] of items.entries()) text += `${i === 0 ? '' : ','}\n${indent}  ${item}`;
  return `${text}\n${indent}]`;
}
