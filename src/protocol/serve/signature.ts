const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/**
 * A made-up signature of a text, as the sandbox gives them out with reasoning: equal texts have equal signatures, so that it
 * recognises its own, and sees when the text or the signature was changed. It proves nothing beyond that.
 */
export function signatureOf(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return btoa(`sandbox reasoning ${hash.toString(16).padStart(16, '0')}`);
}
