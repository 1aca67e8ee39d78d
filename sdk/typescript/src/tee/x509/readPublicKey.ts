import { p256, p384 } from '@noble/curves/nist.js';
import { TeeError } from '../TeeError.ts';
import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';
import { OID } from './oids.ts';
import { readDer } from './readDer.ts';
import { readDerBits } from './readDerBits.ts';
import { readDerOid } from './readDerOid.ts';
import type { PublicKey } from './types.ts';

/** AMD's keys have 4096 bits; less than 3072 is refused. */
const MIN_RSA_BYTES = 384;
const MAX_RSA_BYTES = 512;

function readPoint(kind: 'p256' | 'p384', bytes: Uint8Array, node: DerNode): PublicKey {
  const curve = kind === 'p256' ? p256 : p384;
  if (!curve.utils.isValidPublicKey(bytes, false)) {
    throw new TeeError('certificate-malformed', 'public key: not an uncompressed point of its curve', {
      offset: node.offset,
    });
  }
  return { kind, point: bytes };
}

/** RSAPublicKey of RFC 8017 A.1.1. */
function checkRsaKey(bytes: Uint8Array): void {
  const fields = new DerFields(readDer(bytes), DER_TAG.sequence, 'RSA key');
  const modulus = fields.take('modulus', DER_TAG.integer);
  const exponent = fields.take('exponent', DER_TAG.integer);
  fields.end();
  const length = modulus.content.length - 1;
  if (modulus.content[0] !== 0 || length < MIN_RSA_BYTES || length > MAX_RSA_BYTES) {
    throw fields.fault(`a modulus of ${length} bytes, not ${MIN_RSA_BYTES} to ${MAX_RSA_BYTES}`, modulus);
  }
  if (exponent.content.join() !== '1,0,1') throw fields.fault('an exponent other than 65537', exponent);
}

/**
 * Reads a SubjectPublicKeyInfo: RFC 5280 4.1.2.7.
 *
 * @throws TeeError `algorithm-unsupported` for other keys than P-256, P-384 and RSA; `certificate-malformed` for points
 * off the curve and weak RSA keys.
 */
export function readPublicKey(node: DerNode): PublicKey {
  const fields = new DerFields(node, DER_TAG.sequence, 'public key');
  const algorithm = new DerFields(fields.take('algorithm'), DER_TAG.sequence, 'public key algorithm');
  const { bytes, unused } = readDerBits(fields.take('key'), 'public key');
  fields.end();
  if (unused !== 0) throw fields.fault('unused bits');
  const kind = readDerOid(algorithm.take('algorithm'));
  const parameters = algorithm.take('parameters');
  algorithm.end();
  if (kind === OID.ecPublicKey) {
    const curve = readDerOid(parameters);
    if (curve === OID.p256) return readPoint('p256', bytes, node);
    if (curve === OID.p384) return readPoint('p384', bytes, node);
  } else if (kind === OID.rsaEncryption) {
    if (parameters.raw.join() !== '5,0') throw fields.fault('RSA parameters other than NULL', parameters);
    checkRsaKey(bytes);
    return { kind: 'rsa', spki: node.raw };
  }
  throw new TeeError('algorithm-unsupported', `public key: ${kind} is none of P-256, P-384 and RSA`, {
    offset: node.offset,
  });
}
