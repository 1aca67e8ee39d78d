/**
 * Reads bytes as an unsigned number, the most significant byte first.
 *
 * @param bytes At least one byte.
 */
export function toBigInt(bytes: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}
