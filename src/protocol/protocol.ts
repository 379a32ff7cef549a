import type { VendorName } from '../domain/agents/vendors.ts';
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
 * A wire format: everything that tooltape knows about it. A protocol is a folder beside this file that exports one of these,
 * and a row in `protocols.ts`. No code outside the folder knows its field names.
 */
export interface Protocol {
  readonly name: ProtocolName;
  /** Name for people: `OpenAI Chat Completions`. */
  readonly title: string;
  /** What the base URL of a gateway leads to, for people: `an OpenAI-compatible API`. */
  readonly api: string;
  /** The vendor whose SDKs speak it. A program of the user finds its base URL and key in that vendor's variables. */
  readonly vendor: VendorName;

  /** Header of the key, and the text before the key in it. */
  readonly auth: { readonly header: string; readonly prefix: string };
  /** Headers of every request: `anthropic-version`. */
  readonly headers: { readonly [name: string]: string };
  /** Path of a request in the provider's documentation: `/v1/chat/completions`. */
  readonly example: string;
  /** True for a path, below any base URL, whose responses are answers in this protocol. */
  isEndpoint(path: string): boolean;

  /** Encodes a neutral request, with `omit` and `rename` of the model applied. Pure: equal arguments give equal requests. */
  encode(request: NeutralRequest): ModelRequest;
  /** Decodes a request of any client, for imports. Conversation, tools and parameters stay complete. */
  decode(request: AskedRequest): DecodedRequest;
  /** Fields that can be left out of a request where a gateway refuses them. Absent for a protocol without such fields. */
  readonly leavable?: Leavable;
  /** The facts of a request that its response is read with. `step` counts from 1. */
  contextOf(request: AskedRequest, step: number, gateway?: GatewayHints): ReadContext;
  /** Reads a response. Pure, live and in a replay. Never throws, whatever the bytes are. */
  read(response: RawResponse, context: ReadContext): Reading;
  readonly stream: StreamSigns;
  /** What each wire check demands, in the words of this protocol. */
  readonly checks: CheckRules;
  /**
   * Notes on parts of a scenario that the protocol refuses or cannot express, so that nothing is sent silently with another
   * meaning.
   */
  readonly lint: (scenario: Scenario, parameters: JsonObject) => readonly ProtocolNote[];
  /** Default parameters that are sent only where a scenario or a model sets them, because current models refuse them. */
  readonly unsentDefaults: readonly ('temperature' | 'max_tokens')[];
  /**
   * Fields of a request body without which every server of the protocol refuses it. `model` is none of them, because some gateways
   * have it in their URL.
   */
  readonly required: readonly string[];

  readonly recording: RecordedForm;
  /** The places of all fields in requests and responses, each with its source. */
  readonly places: Places;
  readonly serving: Serving;
  /** How requests refer to earlier answers by id. Absent where requests always repeat them. */
  readonly links?: Links;
  /** True when a list of messages (`growing` of a request) can belong to no other protocol. */
  owns(messages: readonly JsonObject[]): boolean;
  /** What `tooltape init` writes for it. */
  readonly start: ProjectStart;
}

/** The gateway and models of a new project. */
export interface ProjectStart {
  /** Description of the protocol, for the question of `init` and for a comment in the configuration. */
  readonly about: string;
  readonly gateway: string;
  /** The YAML value of the gateway's entry. */
  readonly entry: string;
  /** Models of the gateway, with their prices as YAML. */
  readonly models: readonly (readonly [name: string, price: string])[];
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

/** A note on a part of a scenario that a protocol refuses or cannot express. */
export interface ProtocolNote {
  /** Path in the scenario: `['request', 'stop']`, `['tools', 2, 'name']`. */
  readonly path: readonly (string | number)[];
  /** What the protocol does with that part, and what to write instead. */
  readonly message: string;
  /** `error`: the scenario is not sent. */
  readonly severity: 'error' | 'warning';
}

/** Fields that tooltape adds to a request or sends back in it, that a gateway may refuse, and that do not change the answer. */
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

/** A request in a cassette, or of a client. */
export type AskedRequest = Pick<ModelRequest, 'endpoint' | 'body'>;

/** Patterns that show how far an event stream has come. Each matches within 64 characters, because a chunk may end anywhere. */
export interface StreamSigns {
  /** Matches in every event with a part of an answer, and in no ping. */
  readonly part: RegExp;
  /** Matches in the event that gives the reason of the end. The stream may stay open after it for a grace time. */
  readonly finish: RegExp;
  /** Matches in the last event of an answer; null where only the end of the body ends an answer. */
  readonly end: RegExp | null;
  /** True for an event with a piece of the answer: text, a call, thoughts. Such an event cancels an earlier finish. */
  readonly carries: (event: JsonObject) => boolean;
}

/** How a cassette stores, compares and redacts requests and responses. */
export interface RecordedForm {
  /** Top-level fields of a request body that do not count in its key, beside nulls and `stream: false`. */
  readonly leftOut: ReadonlySet<string>;
  /** The list in a request body that grows with the conversation. */
  readonly growing: string;
  /** The list in a request body that declares tools. */
  readonly tools: string;
  /** Lists in bodies that a cassette prints with one item a line. */
  readonly itemALine: ReadonlySet<string>;
  /**
   * The growing list in the form that keys compare. Ids, which a gateway invents anew for each answer, are numbered by first
   * appearance. Returns the same array where nothing changes. Applying it twice changes nothing.
   */
  canonical(items: Json[]): Json[];
  /** True when the canonical form of an item depends on the items before it. */
  isTied(item: Json): boolean;
  /** Fields whose string a stream sends in pieces. The pieces are joined before a search for secrets. */
  readonly pieces: {
    /** Fields whose strings, at any depth, continue in later events. */
    readonly under: ReadonlySet<string>;
    /** A text that is equal for events of one block and different for other blocks. */
    blockOf(event: JsonObject): string;
  };
  /** Removes lists of tokens, which would spell out a redacted text. Returns true where there were any. */
  dropTokens(body: Json): boolean;
}
