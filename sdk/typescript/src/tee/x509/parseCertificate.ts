import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { assertSize } from '../assertSize.ts';
import { TEE_LIMITS } from '../limits.ts';
import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import { OID } from './oids.ts';
import { readCommonName } from './readCommonName.ts';
import { readDer } from './readDer.ts';
import { readDerBits } from './readDerBits.ts';
import { readDerTime } from './readDerTime.ts';
import { readDerUint } from './readDerUint.ts';
import { readExtensions } from './readExtensions.ts';
import { readKeyIds } from './readKeyIds.ts';
import { readPublicKey } from './readPublicKey.ts';
import { readSerialNumber } from './readSerialNumber.ts';
import { readSigned } from './readSigned.ts';
import type { BasicConstraints, Certificate, CertificateExtension, KeyUsage } from './types.ts';

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
/** [0] { INTEGER 2 }: version 3, the only one with extensions. */
const VERSION_3 = '160,3,2,1,2';

function readBasicConstraints(extension: CertificateExtension | undefined): BasicConstraints | undefined {
  if (extension === undefined) return undefined;
  const fields = new DerFields(readDer(extension.value), DER_TAG.sequence, 'basic constraints');
  const flag = fields.takeIf(DER_TAG.boolean);
  const length = fields.takeIf(DER_TAG.integer);
  fields.end();
  if (flag !== undefined && flag.content.join() !== '255') throw fields.fault('cA is not TRUE', flag);
  if (flag === undefined && length !== undefined) throw fields.fault('a path length without cA', length);
  return { isCa: flag !== undefined, pathLength: length && readDerUint(length, 255, 'path length') };
}

function readKeyUsage(extension: CertificateExtension | undefined): KeyUsage | undefined {
  if (extension === undefined) return undefined;
  const [first = 0] = readDerBits(readDer(extension.value), 'key usage').bytes;
  return {
    digitalSignature: (first & 0x80) !== 0,
    certificateSign: (first & 0x04) !== 0,
    crlSign: (first & 0x02) !== 0,
  };
}

/**
 * Reads an X.509 v3 certificate: RFC 5280 4.1.
 *
 * Nothing is verified here; see {@link verifyChain}. Other versions and unique identifiers are refused.
 *
 * @param der The certificate in DER.
 * @throws TeeError `input-too-large`, `der-malformed`, `certificate-malformed` or `algorithm-unsupported`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  assertSize(der, TEE_LIMITS.certificate, 'certificate');
  const { body, algorithm, algorithmHex, signature } = readSigned(der, 'certificate');
  const fields = new DerFields(body, DER_TAG.sequence, 'certificate');
  const version = fields.take('version', VERSION);
  if (version.raw.join() !== VERSION_3) throw fields.fault('not version 3', version);
  const serialNumber = readSerialNumber(fields.take('serial number'));
  const inner = fields.take('signature algorithm');
  if (bytesToHex(inner.raw) !== algorithmHex) throw fields.fault('names two signature algorithms', inner);
  const issuer = fields.take('issuer', DER_TAG.sequence);
  const validity = new DerFields(fields.take('validity'), DER_TAG.sequence, 'validity');
  const notBefore = readDerTime(validity.take('notBefore'));
  const notAfter = readDerTime(validity.take('notAfter'));
  validity.end();
  const subject = fields.take('subject', DER_TAG.sequence);
  const publicKey = readPublicKey(fields.take('public key'));
  const wrapper = new DerFields(fields.take('extensions', EXTENSIONS), EXTENSIONS, 'extensions');
  fields.end();
  const extensions = readExtensions(wrapper.take('list'));
  wrapper.end();
  return {
    der,
    signedBytes: body.raw,
    sha256: bytesToHex(sha256(der)),
    serialNumber,
    issuer: issuer.raw,
    subject: subject.raw,
    commonName: readCommonName(subject),
    notBefore,
    notAfter,
    publicKey,
    algorithm,
    signature,
    extensions,
    basicConstraints: readBasicConstraints(extensions.get(OID.basicConstraints)),
    keyUsage: readKeyUsage(extensions.get(OID.keyUsage)),
    ...readKeyIds(extensions),
  };
}
