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

  /** The request that says this, with the model's `omit` and `rename` applied. Pure: equal arguments give an equal request. */
  encode(request: NeutralRequest): ModelRequest;
  /** The reverse, for imports: what a request of any client says. Nothing of the conversation, the tools and the parameters is lost. */
  decode(request: AskedRequest): DecodedRequest;
  /** What requests can do without where a gateway refuses it; left out where there is nothing of the kind. */
  readonly leavable?: Leavable;
  /** What reading the answer to a request depends on; `step` counts from 1. */
  contextOf(request: AskedRequest, step: number, gateway?: GatewayHints): ReadContext;
  /** Reads one response. Pure, live and in a replay; never throws, whatever the bytes are. */
  read(response: RawResponse, context: ReadContext): Reading;
  readonly stream: StreamSigns;
  /** What the wire checks demand, in words of this protocol. */
  readonly checks: CheckRules;
  /** What the protocol refuses or cannot say of a scenario: nothing is sent silently under another meaning. */
  readonly lint: (scenario: Scenario, parameters: JsonObject) => readonly ProtocolNote[];
  /** Defaults of the run that are not sent unless somebody writes them: current models refuse them. */
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

/** What ties a request to an earlier answer, where servers keep answers. */
export interface Links {
  /** The id of the answer that a request goes on with; null where it names none. */
  previous(request: AskedRequest): string | null;
  /** The id that requests may name this answer by; null without one. */
  answerId(response: RawResponse): string | null;
  /** Whether a request stands for parts of earlier answers by their ids. */
  refers(request: AskedRequest): boolean;
}

/** Something of a scenario that a protocol does not take. */
export interface ProtocolNote {
  /** Where it stands in the scenario: `['request', 'stop']`, `['tools', 2, 'name']`. */
  readonly path: readonly (string | number)[];
  /** What the protocol does with it, and what to write instead. */
  readonly message: string;
  /** An error is not sent at all. */
  readonly severity: 'error' | 'warning';
}

/** Things that we added to a request or echoed in it, that a gateway may refuse, and that the answer does not depend on. */
export interface Leavable {
  /** By name, what a request holds of them: `reasoning`. */
  names(request: ModelRequest): readonly string[];
  /** The one that an error refuses; null where it refuses something else. */
  refused(request: ModelRequest, error: TrialError): string | null;
  /** The request without it. */
  without(request: ModelRequest, name: string): ModelRequest;
  /** A finding in one sentence: what is left out, and why. */
  describe(name: string): string;
}

/** A request as a cassette holds it, or as a client sent it. */
export type AskedRequest = Pick<ModelRequest, 'endpoint' | 'body'>;

/**
 * What an event stream shows in passing while it comes in. Each pattern fits into 64 characters of the stream's text,
 * since a chunk may end anywhere.
 */
export interface StreamSigns {
  /** Stands in every event that is a part of an answer, and in no ping. */
  readonly part: RegExp;
  /** The answer says how it ends; the stream may go on for a grace time. */
  readonly finish: RegExp;
  /** Nothing of the answer comes after it; null where only the end of the body says so. */
  readonly end: RegExp | null;
  /** Whether an event holds a piece of the answer: a text, a call, a thought. It takes back an end that was told before it. */
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
   * The growing list as requests are compared: ids, which a gateway invents anew each time, by order of appearance.
   * The same array where nothing changes; doing it twice changes nothing.
   */
  canonical(items: Json[]): Json[];
  /** Whether the canonical form of an item depends on the items before it. */
  isTied(item: Json): boolean;
  /** Where a stream sends one string in pieces: they are joined before a secret is looked for. */
  readonly pieces: {
    /** Fields whose string, or strings below, go on in later events. */
    readonly under: ReadonlySet<string>;
    /** Tells apart what events continue: the same text for events of one block. */
    blockOf(event: JsonObject): string;
  };
  /** Takes out token lists, which spell out piece by piece what was redacted. Returns whether there were any. */
  dropTokens(body: Json): boolean;
}
