import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import type { DerNode } from './DerNode.ts';
import type { SignatureAlgorithm } from './types.ts';

/**
 * The whole AlgorithmIdentifier of each algorithm, so that no parameter can differ: ECDSA without parameters
 * (RFC 5758 3.2), RSASSA-PSS with SHA-384, MGF1 over SHA-384, 48 bytes of salt and trailer 1 written out, as AMD does.
 */
const ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['300a06082a8648ce3d040302', 'ecdsa-sha256'],
  ['300a06082a8648ce3d040303', 'ecdsa-sha384'],
  [
    '304606092a864886f70d01010a3039a00f300d06096086480165030402020500' +
      'a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130a303020101',
    'rsa-pss-sha384',
  ],
]);

/**
 * Reads an AlgorithmIdentifier of a signature.
 *
 * @throws TeeError `algorithm-unsupported` for every other algorithm and for other parameters.
 */
export function readSignatureAlgorithm(node: DerNode): SignatureAlgorithm {
  const algorithm = ALGORITHMS.get(bytesToHex(node.raw));
  if (algorithm === undefined) {
    throw new TeeError('algorithm-unsupported', 'signature algorithm: not ECDSA or RSA-PSS as vendors use them', {
      offset: node.offset,
    });
  }
  return algorithm;
}
