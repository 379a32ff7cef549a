import { LONGEST_MESSAGE } from './process-transport.ts';

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Returns a `fetch` whose response bodies fail beyond `LONGEST_MESSAGE`. `onTooLong` receives the reason as a sentence. */
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
          // An event stream stays open, so the limit is for one event. An event ends with a line feed.
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
