import { LONGEST_MESSAGE } from './process-transport.ts';

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** `fetch` whose bodies end with an error where they are longer than a message may be; `onTooLong` is told. */
export function boundedFetch(onTooLong: (what: string) => void): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { body } = response;
    if (body === null) return response;
    let length = 0;
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const bounded = body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          // A stream of events stays open; what is bounded is one event, which ends with a line feed.
          length = isStream && chunk.includes(10) ? chunk.length - chunk.lastIndexOf(10) : length + chunk.length;
          if (length <= LONGEST_MESSAGE) return controller.enqueue(chunk);
          const what = `it sent a message of more than ${LONGEST_MESSAGE / 1024 / 1024} MB`;
          onTooLong(what);
          return controller.error(new Error(what));
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(bounded, { status, statusText, headers });
  };
}
