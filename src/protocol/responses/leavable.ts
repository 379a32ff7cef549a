import type { Leavable } from '../protocol.ts';

/** The request for encrypted reasoning, which models without reasoning and some gateways refuse. */
export const leavableInResponses: Leavable = {
  names: ({ body }) => ('include' in body ? ['include'] : []),
  refused: ({ body }, { message }) =>
    'include' in body && /\binclude\b|encrypted[_ ]content/i.test(message) ? 'include' : null,
  without: (request, name) => {
    const { [name]: _, ...body } = request.body;
    return { ...request, body };
  },
  describe: () => 'the gateway refuses `include`, so reasoning is not asked for and cannot go back',
};
