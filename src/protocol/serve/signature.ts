const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/**
 * A signature for reasoning of the sandbox. Equal texts have equal signatures, so the sandbox recognises its own and sees a
 * changed text or signature. It proves nothing else.
 */
export function signatureOf(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return btoa(`sandbox reasoning ${hash.toString(16).padStart(16, '0')}`);
}
