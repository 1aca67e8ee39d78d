import { equalBytes } from '../encoding/equalBytes.ts';
import { parseDictionary } from '../structured/parseDictionary.ts';
import { StructuredFieldError } from '../structured/StructuredFieldError.ts';
import type { Dictionary, Member } from '../structured/types.ts';
import { hashBytes } from './hashBytes.ts';
import type { DigestAlgorithm } from './hashBytes.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';

const ALGORITHMS: readonly (readonly [DigestAlgorithm, number])[] = [
  ['sha-256', 32],
  ['sha-512', 64],
];

/**
 * Compares a body with its `Content-Digest` (RFC 9530, section 2). Every digest by SHA-256 and SHA-512 must match;
 * other algorithms are passed over, and one of the two must be there.
 *
 * @param lines The values of the field's lines.
 * @param body The content as received, before any content coding is undone.
 * @param onlyKey Looks at this algorithm only, because only it is covered.
 * @throws HttpSignatureError `digest-malformed`, `digest-mismatch` or `digest-unsupported`
 */
export async function checkContentDigest(lines: readonly string[], body: Uint8Array, onlyKey?: string): Promise<void> {
  const members = parseDigests(lines);
  let compared = 0;
  for (const [algorithm, length] of ALGORITHMS) {
    const member = members.get(algorithm);
    if (member === undefined || (onlyKey !== undefined && onlyKey !== algorithm)) continue;
    const digest = readDigest(algorithm, member, length);
    if (!equalBytes(digest, await hashBytes(algorithm, body))) {
      throw new HttpSignatureError('digest-mismatch', `Content-Digest: ${algorithm} is not that of the body`);
    }
    compared += 1;
  }
  if (compared === 0) {
    throw new HttpSignatureError('digest-unsupported', 'Content-Digest: neither sha-256 nor sha-512 is covered');
  }
}

function parseDigests(lines: readonly string[]): Dictionary {
  try {
    return parseDictionary(lines);
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw new HttpSignatureError('digest-malformed', `Content-Digest: ${cause.message}`, { cause });
  }
}

function readDigest(algorithm: string, member: Member, length: number): Uint8Array {
  const isBytes = member.kind === 'item' && member.bare.type === 'bytes' && member.bare.value.length === length;
  if (isBytes) return member.bare.value;
  throw new HttpSignatureError('digest-malformed', `Content-Digest: ${algorithm} must be ${length} bytes in base64`);
}
