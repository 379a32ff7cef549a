import { passRequest } from '../../../client/passed-request.ts';
import { Unanswered } from '../../../domain/agents/unanswered.ts';
import type { TrialError } from '../../../domain/wire.ts';
import type { LiveGateway } from '../live-gateways.ts';

/** Sends the requests of an agent to its gateways, within their limits. */
export interface Upstream {
  /** Makes a gateway known, before a request of the agent goes to it. */
  know(name: string, live: Pick<LiveGateway, 'baseUrl' | 'limiter'>): void;
  /** Sends a request when the limits of its gateway allow. Errors: Unanswered. */
  ask(input: string | URL | Request, init: RequestInit): Promise<Response>;
  /** Errors of requests that a gateway did not answer, or not to the end, and that the agent did not repeat with success. */
  faults(): readonly TrialError[];
}

/** `timeoutMs` are the milliseconds that a gateway may send nothing. */
export function createUpstream(timeoutMs: number): Upstream {
  const known = new Map<string, { readonly name: string } & Pick<LiveGateway, 'baseUrl' | 'limiter'>>();
  const faults = new Map<string, TrialError>();
  return {
    know: (name, { baseUrl, limiter }) => void known.set(new URL(baseUrl).origin, { name, baseUrl, limiter }),
    faults: () => [...faults.values()],
    async ask(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const gateway = known.get(url.origin);
      if (gateway === undefined) throw new Error('an agent asks known gateways only');
      const request = await keyOf(url, init);
      const answer = Promise.withResolvers<Response>();
      // The request holds its place until its body is over, as the request of a model does.
      const send = async (): Promise<void> => {
        const { response, over } = await passRequest(fetch, input, init, {
          gateway: gateway.name,
          baseUrl: gateway.baseUrl,
          timeoutMs,
          onBroken: (error) => void faults.set(request, error),
        });
        faults.delete(request);
        answer.resolve(response);
        await over;
      };
      const placed = gateway.limiter.run(send, init.signal == null ? {} : { signal: init.signal });
      placed.catch((error: unknown) => {
        if (error instanceof Unanswered) faults.set(request, error.error);
        answer.reject(error);
      });
      return answer.promise;
    },
  };
}

/** A text that is equal for equal requests. */
async function keyOf({ href }: URL, { method = 'GET', body = null }: RequestInit): Promise<string> {
  return `${method} ${href}\n${body === null ? '' : await new Response(body).text()}`;
}
