import type { CheckRules } from '../checks.ts';

export const responsesChecks: CheckRules = {
  'call-id': 'a `function_call` has a non-empty `call_id`, unique in its response',
  'call-shape': '`output` is a list of items with a `type`; a `function_call` has a `name`',
  'args-json': '`arguments` is a string that holds exactly one JSON object',
  'stream-index': 'events carry an integer `output_index`, one item an index, and belong to an item that was added',
  'stream-deltas':
    'the deltas of an item join to what its last event says, and the response at the end holds the same items',
  'finish-reason': "a `status` of OpenAI's list, and `incomplete_details.reason` where it is incomplete",
  framing:
    'the content type fits, events are well-formed, an `event:` line says the type, and the response ends the stream',
  'error-shape': '`{ error: { message, code } }` with an error status; 429 has `Retry-After`',
  usage: '`input_tokens` and `output_tokens` are whole numbers and add up',
  'model-identity': '`model` is the asked one',
  'text-leak': 'no markup in an `output_text`',
  reasoning: 'a `reasoning` item has its `encrypted_content` where the request asks for it',
};
