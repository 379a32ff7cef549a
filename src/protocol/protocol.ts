import type { Json, JsonObject } from '../json/json.ts';
import type { ModelRequest } from '../domain/model-client.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import type { RawResponse, Reading, TrialError } from '../domain/wire.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { DecodedRequest } from './decoded-request.ts';
import type { CheckRules } from './checks.ts';
import type { NeutralRequest } from './neutral-request.ts';
import type { GatewayHints, ReadContext } from './read-context.ts';
import type { Places } from './places/places.ts';
import type { Serving } from './serving.ts';

/**
 * A wire format: everything that the program has to know of one. A protocol is a folder beside this file that exports one
 * of these, and a row in `protocols.ts`; nothing else knows a field name of it.
 */
export interface Protocol {
  readonly name: ProtocolName;
  /** As people call it: `OpenAI Chat Completions`. */
  readonly title: string;

  /** The header that takes the key, and what stands before the key in it. */
  readonly auth: { readonly header: string; readonly prefix: string };
  /** Sent with every request: `anthropic-version`. */
  readonly headers: { readonly [name: string]: string };
  /** A path of a request to it, as servers document it: `/v1/chat/completions`. */
  readonly example: string;
  /** Whether a path, below any base URL, is an endpoint of this protocol that answers with what a model says. */
  isEndpoint(path: string): boolean;

  /** Writes a neutral request in this protocol, with the model's `omit` and `rename` applied. Pure: equal arguments give an equal request. */
  encode(request: NeutralRequest): ModelRequest;
  /** Reads a request of any client into neutral words, for imports. Conversation, tools and parameters are kept whole. */
  decode(request: AskedRequest): DecodedRequest;
  /** Fields that a request can be sent without where a gateway refuses them. Absent for a protocol without such fields. */
  readonly leavable?: Leavable;
  /** The facts of a request that reading its response depends on; `step` counts from 1. */
  contextOf(request: AskedRequest, step: number, gateway?: GatewayHints): ReadContext;
  /** Reads one response. Pure, live and in a replay; never throws, whatever the bytes are. */
  read(response: RawResponse, context: ReadContext): Reading;
  readonly stream: StreamSigns;
  /** The rules of the wire checks, in words of this protocol. */
  readonly checks: CheckRules;
  /** Notes on what the protocol refuses or cannot say of a scenario, so that nothing is sent silently under another meaning. */
  readonly lint: (scenario: Scenario, parameters: JsonObject) => readonly ProtocolNote[];
  /** Defaults of the run that are sent only where a scenario or model writes them, because current models refuse them. */
  readonly unsentDefaults: readonly ('temperature' | 'max_tokens')[];

  readonly recording: RecordedForm;
  /** Where it says what: each field of a request and of an answer, with the source. */
  readonly places: Places;
  readonly serving: Serving;
  /** How requests name earlier answers instead of repeating them; left out where they always repeat them. */
  readonly links?: Links;
  /** Whether a list of messages, the growing list of a request, can be of this protocol alone. */
  owns(messages: readonly JsonObject[]): boolean;
}

/** Ids by which a request refers to earlier answers that the server keeps. */
export interface Links {
  /** The id of the answer that a request continues; null where it names none. */
  previous(request: AskedRequest): string | null;
  /** The id that requests may name this answer by; null without one. */
  answerId(response: RawResponse): string | null;
  /** Whether a request names parts of earlier answers by their ids instead of repeating them. */
  refers(request: AskedRequest): boolean;
}

/** A part of a scenario that a protocol refuses or cannot say. */
export interface ProtocolNote {
  /** Where it stands in the scenario: `['request', 'stop']`, `['tools', 2, 'name']`. */
  readonly path: readonly (string | number)[];
  /** What the protocol does with that part, and what to write instead. */
  readonly message: string;
  /** `error`: the scenario is not sent at all. */
  readonly severity: 'error' | 'warning';
}

/** Fields that tooltape adds to a request or echoes in it, that a gateway may refuse, and that the answer does not depend on. */
export interface Leavable {
  /** Names of such fields in a request: `reasoning`. */
  names(request: ModelRequest): readonly string[];
  /** The field that an error refuses; null where the error is about something else. */
  refused(request: ModelRequest, error: TrialError): string | null;
  /** The request without the field. */
  without(request: ModelRequest, name: string): ModelRequest;
  /** The finding about a left-out field, in one sentence with the reason. */
  describe(name: string): string;
}

/** A request as a cassette holds it, or as a client sent it. */
export type AskedRequest = Pick<ModelRequest, 'endpoint' | 'body'>;

/**
 * Patterns that tell how far an event stream has come while it arrives. Each matches within 64 characters of text, because a chunk
 * may end anywhere.
 */
export interface StreamSigns {
  /** Found in every event that holds a part of an answer, and in no ping. */
  readonly part: RegExp;
  /** Found in the event that says how the answer ends. Afterwards the stream may stay open for a grace time. */
  readonly finish: RegExp;
  /** Found in the last event of an answer; null where only the end of the body ends it. */
  readonly end: RegExp | null;
  /** Whether an event holds a piece of the answer: a text, a call, a thought. Such an event takes back an earlier finish. */
  readonly carries: (event: JsonObject) => boolean;
}

/** How a cassette keeps, compares and redacts what goes over the wire. */
export interface RecordedForm {
  /** Top-level fields of a request body that do not count in its key, beside nulls and `stream: false`. */
  readonly leftOut: ReadonlySet<string>;
  /** The list in a request body that grows with the conversation. */
  readonly growing: string;
  /** The list in a request body that declares the tools. */
  readonly tools: string;
  /** Lists in bodies of requests and responses that are printed an item a line. */
  readonly itemALine: ReadonlySet<string>;
  /**
   * The growing list as keys compare it: ids, which a gateway invents anew each time, are numbered by first appearance. Returns the same
   * array where nothing changes; the canonical form of a canonical list is that list.
   */
  canonical(items: Json[]): Json[];
  /** Whether the canonical form of an item depends on the items before it. */
  isTied(item: Json): boolean;
  /** Fields whose string a stream sends in pieces. The pieces are joined before a search for secrets. */
  readonly pieces: {
    /** Fields whose string, or strings inside, continue in later events. */
    readonly under: ReadonlySet<string>;
    /** A text that is equal for events of one block and differs between blocks. */
    blockOf(event: JsonObject): string;
  };
  /** Removes lists of tokens, which would spell out a redacted text piece by piece. Returns whether there were any. */
  dropTokens(body: Json): boolean;
}
