import { passRequest } from '../../../client/passed-request.ts';
import { Unanswered } from '../../../domain/agents/unanswered.ts';
import type { Gateway } from '../../../domain/model.ts';
import type { TrialError } from '../../../domain/wire.ts';
import { endpointAtEnd, protocolAt, vendorOf } from '../../../protocol/protocols.ts';
import type { LiveGateway } from '../live-gateways.ts';

type Limited = Pick<LiveGateway, 'baseUrl' | 'limiter'>;

/** Sends the requests of an agent to its gateways, within their limits. */
export interface Upstream {
  /** Makes a gateway known, before a request of the agent goes to it. */
  know(gateway: Pick<Gateway, 'name' | 'protocol'>, live: Limited): void;
  /** Sends a request when the limits of its gateway allow. Errors: Unanswered. */
  ask(input: string | URL | Request, init: RequestInit): Promise<Response>;
  /** Errors of requests that a gateway did not answer, or not to the end, and that the agent did not repeat with success. */
  faults(): readonly TrialError[];
}

/** `timeoutMs` are the milliseconds that a gateway may send nothing. */
export function createUpstream(timeoutMs: number): Upstream {
  const known = new Map<string, Known>();
  const faults = new Map<string, TrialError>();
  return {
    know: ({ name, protocol }, { baseUrl, limiter }) =>
      void known.set(name, { name, vendor: vendorOf(protocol).name, baseUrl, limiter }),
    faults: () => [...faults.values()],
    async ask(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const gateway = gatewayOf(url, [...known.values()]);
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

interface Known extends Limited {
  readonly name: string;
  readonly vendor: string;
}

/**
 * The gateway that a request goes to. Several may have one host, or one base URL for the APIs of several vendors: the longest base URL
 * counts, then the vendor of the endpoint.
 */
function gatewayOf(url: URL, known: readonly Known[]): Known | undefined {
  const address = `${url.origin}${url.pathname}`;
  const here = known.filter(({ baseUrl }) => address.startsWith(addressOf(baseUrl)));
  const longest = Math.max(...here.map(({ baseUrl }) => addressOf(baseUrl).length));
  const nearest = here.filter(({ baseUrl }) => addressOf(baseUrl).length === longest);
  const protocol = protocolAt(endpointAtEnd(url.pathname) ?? '');
  const spoken = protocol === null ? undefined : nearest.find(({ vendor }) => vendor === vendorOf(protocol.name).name);
  return spoken ?? nearest[0];
}

/** A base URL without its query, ending with `/`. */
function addressOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.endsWith('/') ? pathname : `${pathname}/`}`;
}

/** A text that is equal for equal requests. */
async function keyOf({ href }: URL, { method = 'GET', body = null }: RequestInit): Promise<string> {
  return `${method} ${href}\n${body === null ? '' : await new Response(body).text()}`;
}
