import { bytesToHex } from '@noble/hashes/utils.js';
import { encode } from 'cborg';
import { checkPolicy } from '../checkPolicy.ts';
import { readOptions } from '../readOptions.ts';
import { NITRO_ROOTS } from '../roots.ts';
import { TeeError } from '../TeeError.ts';
import { Trail } from '../Trail.ts';
import type { MeasurementName, TeeClaims, TeeOptions, TeeResult } from '../types.ts';
import { parseCertificate } from '../x509/parseCertificate.ts';
import type { Certificate } from '../x509/types.ts';
import { verifyChain } from '../x509/verifyChain.ts';
import { verifyEcdsa } from '../x509/verifyEcdsa.ts';
import { parseNitroDocument } from './parseNitroDocument.ts';
import type { NitroDocument } from './parseNitroDocument.ts';

/** In debug mode the module zeroes what it measured of the image: PCR0 (image), PCR1 (kernel), PCR2 (application). */
const IMAGE_PCRS = [0, 1, 2] as const;

function toHex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : bytesToHex(bytes);
}

function toClaims(document: NitroDocument): TeeClaims {
  const { pcrs } = document;
  const measurements: Partial<Record<MeasurementName, string>> = {};
  for (const [index, pcr] of pcrs) measurements[`pcr${index}`] = bytesToHex(pcr);
  return {
    format: 'nitro',
    version: 1,
    debug: IMAGE_PCRS.some((index) => pcrs.get(index)?.every((byte) => byte === 0) !== false),
    migratable: false,
    measurements,
    productId: null,
    svn: null,
    reportData: toHex(document.userData),
    nonce: toHex(document.nonce),
    publicKey: toHex(document.publicKey),
    time: document.timestamp,
    tcb: null,
    root: null,
  };
}

/** ES384 over the Sig_structure of RFC 9052 4.4. */
async function checkSignature(
  { protectedHeader, payload, signature }: NitroDocument,
  { publicKey }: Certificate,
): Promise<void> {
  if (publicKey.kind !== 'p384') throw new TeeError('algorithm-unsupported', 'Nitro document: signed by no P-384 key');
  const message = encode(['Signature1', protectedHeader, new Uint8Array(), payload]);
  if (!(await verifyEcdsa('p384', publicKey.point, message, signature, 'compact'))) {
    throw new TeeError('signature-invalid', 'Nitro document: not signed by its certificate');
  }
}

/**
 * Verifies an AWS Nitro attestation document.
 *
 * Trusted: the Nitro hypervisor of AWS and the key of its root. The document carries its time; it must not be older
 * than `maxAgeSeconds` at `at`. AWS publishes no revocation lists for these certificates, which live three hours.
 *
 * @param document The document as the Nitro security module returned it.
 * @param options `at` is the moment to verify at: certificates must be valid then.
 * @returns Never throws for bad input.
 */
export function verifyNitroDocument(document: Uint8Array, options: TeeOptions): Promise<TeeResult> {
  return Trail.judge(async (trail) => {
    const read = await trail.check('options', () => readOptions(options, NITRO_ROOTS));
    const parsed = await trail.check('format', () => parseNitroDocument(document));
    const claims = trail.know(toClaims(parsed));
    const chain = await trail.check('chain', async () => {
      const leaf = parseCertificate(parsed.certificate);
      const issuers = parsed.caBundle.map(parseCertificate).reverse();
      return { root: await verifyChain([leaf, ...issuers], read.roots, read.at), leaf };
    });
    await trail.check('signature', () => checkSignature(parsed, chain.leaf));
    await checkPolicy(trail, claims, read);
    return trail.know({ ...claims, root: chain.root.name });
  });
}
