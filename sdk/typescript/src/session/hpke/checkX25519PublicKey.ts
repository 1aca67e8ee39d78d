import { x25519 } from '@noble/curves/ed25519.js';
import { SessionError } from '../SessionError.ts';

/** Any scalar will do: clamping makes it a multiple of 8, which takes every point of small order to zero. */
const SCALAR = new Uint8Array(32).fill(0x42);

/**
 * Checks an X25519 public key: 32 bytes, a canonical coordinate (below 2^255 - 19), and not one of the points whose
 * shared secret is zero whatever the other key (RFC 7748, section 6.1; RFC 9180, section 7.1.4).
 *
 * @param what Names the key in the message.
 * @throws SessionError `agreement-key-invalid`
 */
export function checkX25519PublicKey(bytes: Uint8Array, what: string): Uint8Array {
  const fault = findFault(bytes);
  if (fault === undefined) return bytes;
  throw new SessionError('agreement-key-invalid', `${what}: ${fault}; give an X25519 key of RFC 7748`, {
    details: { field: what },
  });
}

function findFault(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 32) return `expected 32 bytes, got ${bytes.length}`;
  if (!isCanonical(bytes)) return 'the coordinate is not below 2^255 - 19';
  try {
    x25519.getSharedSecret(SCALAR, bytes);
    return undefined;
  } catch {
    return 'the point is of small order, so that every shared secret with it is zero';
  }
}

function isCanonical(bytes: Uint8Array): boolean {
  const top = bytes[31] ?? 0;
  if (top !== 0x7f) return top < 0x7f;
  if (bytes.subarray(1, 31).some((byte) => byte !== 0xff)) return true;
  return (bytes[0] ?? 0) < 0xed;
}
