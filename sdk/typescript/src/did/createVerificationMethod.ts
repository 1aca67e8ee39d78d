import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { JsonWebKey, VerificationMethod } from 'did-resolver';
import { varint } from 'multiformats';
import { base58btc } from 'multiformats/bases/base58';
import { toBytes } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import type { RegistryKeyType } from '../client/types.ts';
import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import { formatKeyUrl } from './formatKeyUrl.ts';
import type { KeyFormat } from './types.ts';

/** Key types that have bytes to show. */
export type DocumentKeyType = Exclude<RegistryKeyType, 'erc1271'>;

/** Codes of the multicodec table. */
const MULTICODECS: Readonly<Record<DocumentKeyType, number>> = {
  secp256k1: 0xe7,
  p256: 0x1200,
  ed25519: 0xed,
  x25519: 0xec,
};
const COORDINATE_BYTES = 32;

/**
 * A key as a DID document has it.
 *
 * Multikey (Controlled Identifiers 1.0, section 2.2.2): `z`, then base58btc of the multicodec as varint and the key; points
 * compressed. JsonWebKey (section 2.2.3): RFC 7517, RFC 8037, RFC 8812.
 *
 * @param did Of the agent; it is the controller, because the key acts for the agent only.
 * @param keyId Of the key.
 * @param keyType Of the key.
 * @param publicKey The bytes, as the chain emitted them: points of 33 or 65 bytes, others of 32.
 * @param format Which of the two.
 */
export function createVerificationMethod(
  did: string,
  keyId: Hex,
  keyType: DocumentKeyType,
  publicKey: Hex,
  format: KeyFormat,
): VerificationMethod {
  const method = { id: formatKeyUrl(did, keyId), type: format, controller: did };
  const bytes = toBytes(publicKey);
  if (format === 'JsonWebKey') return { ...method, publicKeyJwk: toJwk(keyType, bytes) };
  const key = pointOf(keyType, bytes)?.toBytes(true) ?? bytes;
  const code = MULTICODECS[keyType];
  const prefix = varint.encodeTo(code, new Uint8Array(varint.encodingLength(code)));
  return { ...method, publicKeyMultibase: base58btc.encode(Uint8Array.from([...prefix, ...key])) };
}

function pointOf(
  keyType: DocumentKeyType,
  bytes: Uint8Array,
): { toBytes(compressed: boolean): Uint8Array } | undefined {
  if (keyType === 'secp256k1') return secp256k1.Point.fromBytes(bytes);
  return keyType === 'p256' ? p256.Point.fromBytes(bytes) : undefined;
}

function toJwk(keyType: DocumentKeyType, bytes: Uint8Array): JsonWebKey {
  const point = pointOf(keyType, bytes)?.toBytes(false);
  if (point === undefined) {
    return { kty: 'OKP', crv: keyType === 'ed25519' ? 'Ed25519' : 'X25519', x: encodeBase64Url(bytes) };
  }
  return {
    kty: 'EC',
    crv: keyType === 'secp256k1' ? 'secp256k1' : 'P-256',
    x: encodeBase64Url(point.subarray(1, 1 + COORDINATE_BYTES)),
    y: encodeBase64Url(point.subarray(1 + COORDINATE_BYTES)),
  };
}
