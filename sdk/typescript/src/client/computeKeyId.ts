import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { encode } from 'ox/AbiParameters';
import { keccak256 } from 'ox/Hash';
import { fromBytes, padLeft, slice, toBytes } from 'ox/Hex';
import { NOT_SHOWN, argumentFault } from './checks/argumentFault.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkKeyType } from './checks/checkKeyType.ts';
import { KEY_TYPES } from './keyTypes.ts';
import type { Hex, RegistryKeyType, RegistryPublicKey } from './types.ts';

const PRIME_25519 = 2n ** 255n - 19n;
const POINT_BYTES = [33, 65];
/** Any private key: with a point of small order each of them gives the all-zero secret (RFC 7748, section 6.1). */
const PROBE = new Uint8Array(32).fill(8);

/**
 * The id of a key, as `SageRegistryV3.keyIdOf` gives it: the same for both spellings of a point. What the contract refuses is
 * refused: points off their curve, second spellings of Ed25519 and X25519 keys, keys of small order. Only the contract can
 * tell whether code is at the address of an ERC-1271 key.
 *
 * keccak256(abi.encode(type, word)), where the word is the Ethereum address of the key (secp256k1), the address
 * (ERC-1271), the key (Ed25519, X25519), or the two coordinates (P-256).
 *
 * @param key Type and bytes.
 * @param field For the errors, which don't show the bytes: they could be those of a private key, given by mistake.
 * @throws ClientError `argument-invalid`
 */
export function computeKeyId(key: RegistryPublicKey, field = 'key'): Hex {
  const keyType = checkKeyType(`${field}.keyType`, key.keyType);
  const words = wordsOf(keyType, key.publicKey, `${field}.publicKey`);
  const types = ['uint8', ...words.map(() => 'bytes32')].map((type) => ({ type }));
  return keccak256(encode(types, [KEY_TYPES[keyType], ...words]));
}

function wordsOf(keyType: RegistryKeyType, value: Hex, field: string): Hex[] {
  switch (keyType) {
    case 'secp256k1': {
      const point = pointOf(secp256k1, value, field);
      return [padLeft(slice(keccak256(slice(point, 1)), 12), 32)];
    }
    case 'p256': {
      const point = pointOf(p256, value, field);
      return [slice(point, 1, 33), slice(point, 33)];
    }
    case 'erc1271':
      return [padLeft(checkHex(field, value, 20, false), 32)];
    case 'ed25519':
      return [checkEd25519(checkHex(field, value, 32, false), field)];
    case 'x25519':
      return [checkX25519(checkHex(field, value, 32, false), field)];
  }
}

function pointOf(curve: typeof p256, value: Hex, field: string): Hex {
  const bytes = toBytes(checkHex(field, value, undefined, false));
  if (!POINT_BYTES.includes(bytes.length)) throw argumentFault(field, NOT_SHOWN, 'expected a point of 33 or 65 bytes');
  try {
    return fromBytes(curve.Point.fromBytes(bytes).toBytes(false));
  } catch {
    throw argumentFault(field, NOT_SHOWN, 'it is no point of the curve; take the public key in the form of SEC 1');
  }
}

function checkEd25519(value: Hex, field: string): Hex {
  let isGood: boolean;
  try {
    isGood = !ed25519.Point.fromBytes(toBytes(value), false).isSmallOrder();
  } catch {
    throw argumentFault(field, NOT_SHOWN, 'it is not the encoding of a point (RFC 8032, section 5.1.2)');
  }
  if (!isGood) throw argumentFault(field, NOT_SHOWN, 'the key has small order and proves nothing');
  return value;
}

function checkX25519(value: Hex, field: string): Hex {
  const bytes = toBytes(value);
  const number = BigInt(fromBytes(Uint8Array.from(bytes).reverse()));
  if (number >= PRIME_25519) throw argumentFault(field, NOT_SHOWN, 'it is not reduced (RFC 7748, section 5)');
  try {
    x25519.getSharedSecret(PROBE, bytes);
  } catch {
    throw argumentFault(field, NOT_SHOWN, 'the key has small order and keeps no secret');
  }
  return value;
}
