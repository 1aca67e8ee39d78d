/**
 * Bounds of the parameters of scrypt (RFC 7914). From below: a file can't ask for a key derivation that is quickly guessed.
 * From above: a file can't make its reader spend more than 256 MiB and four times the time of one pass over them.
 */
export const KEYSTORE_LIMITS = {
  leastN: 2 ** 14,
  mostN: 2 ** 18,
  /** The block size is always this. */
  r: 8,
  mostP: 4,
  /** Bytes of the whole file in UTF-8; an RSA key of 8192 bits takes less than 12,000. */
  mostFileBytes: 65_536,
  leastPasswordBytes: 8,
  mostPasswordBytes: 1024,
  mostLabelCharacters: 200,
} as const;

/** What new keystores get: 128 MiB. */
export const DEFAULT_N = 2 ** 17;
