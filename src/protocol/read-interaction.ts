import type { Interaction } from '../domain/recording.ts';
import type { Reading } from '../domain/wire.ts';
import type { Protocol } from './protocol.ts';
import { protocolFor } from './protocols.ts';

/** Reads a recorded interaction. `step` counts from 1. An endpoint of no protocol is read as chat. */
export function readInteraction({ endpoint, request, response }: Interaction, step: number): Reading {
  const protocol = protocolOf(endpoint);
  return protocol.read(response, protocol.contextOf({ endpoint, body: request }, step));
}

/** True when a recorded request asks for an event stream. */
export function isStreamed({ endpoint, request }: Interaction): boolean {
  return protocolOf(endpoint).contextOf({ endpoint, body: request }, 1).stream;
}

/** The model that a recorded request names; `''` where it names none. */
export function askedModel({ endpoint, request }: Interaction): string {
  return protocolOf(endpoint).contextOf({ endpoint, body: request }, 1).requestedModel;
}

function protocolOf(endpoint: string): Protocol {
  return protocolFor(endpoint);
}
