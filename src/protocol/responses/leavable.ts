import { asText } from '../../json/json.ts';
import { leavableEchoes, type Echoes } from '../neutral/echo-fields.ts';
import type { Leavable } from '../protocol.ts';

/** Items of a model, with the fields that Responses requires of calls, of reasoning and of texts. */
export const responsesEchoes: Echoes = {
  growing: 'input',
  isAnswer: ({ type, role }) => role === 'assistant' || (role === undefined && !asText(type).endsWith('_output')),
  shape: {
    known: new Set([
      'type',
      'id',
      'role',
      'content',
      'call_id',
      'name',
      'arguments',
      'input',
      'summary',
      'encrypted_content',
      // Items of the provider's own tools are themselves what they hold.
      'action',
      'actions',
      'queries',
      'code',
      'container_id',
      'server_label',
      'result',
      'tools',
      'operation',
      'output',
      'outputs',
      'pending_safety_checks',
      'fingerprint',
      // What a client answers to a question of the model stands between its items.
      'approval_request_id',
      'approve',
    ]),
    inside: { content: { known: new Set(['type', 'text', 'refusal']) } },
  },
};

const echoes = leavableEchoes(responsesEchoes);

/**
 * The request for encrypted reasoning, which models without reasoning and some gateways refuse, and unknown fields of items that go
 * back.
 */
export const leavableInResponses: Leavable = {
  names: (request) => [...('include' in request.body ? ['include'] : []), ...echoes.names(request)],
  refused: (request, error) => {
    const isInclude = 'include' in request.body && /\binclude\b|encrypted[_ ]content/i.test(error.message);
    return isInclude ? 'include' : echoes.refused(request, error);
  },
  without: (request, name) => {
    if (name !== 'include') return echoes.without(request, name);
    const { include: _, ...body } = request.body;
    return { ...request, body };
  },
  describe: (name) =>
    name === 'include'
      ? 'the gateway refuses `include`, so reasoning is not asked for and cannot go back'
      : echoes.describe(name),
};
