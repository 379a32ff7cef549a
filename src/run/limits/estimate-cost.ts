import type { Price } from '../../domain/model.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import { CHARACTERS_PER_TOKEN } from './estimate.ts';

/** Estimated cost of a recorded trial in US dollars, by the length of its requests and responses. */
export function estimateCost({ interactions }: RecordedTrial, price: Price): number {
  let usd = 0;
  for (const { request, response } of interactions) {
    const input = JSON.stringify(request).length / CHARACTERS_PER_TOKEN;
    const output = JSON.stringify(response.body).length / CHARACTERS_PER_TOKEN;
    usd += (input * price.input + output * price.output) / 1e6;
  }
  return usd;
}
