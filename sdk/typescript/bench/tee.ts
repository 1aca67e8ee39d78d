import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { parseQuote, parseSnpReport, verifyNitroDocument, verifyQuote, verifySnpReport } from '../src/index.ts';
import type { TeeResult } from '../src/index.ts';
import type { BenchCase } from './measure.ts';
import { nitroChain, nitroDocument, nitroPayload } from '../test/tee/support/nitroEvidence.ts';
import { AT, revocationList, trust } from '../test/tee/support/pki.ts';
import { collateral, dcapPki, quote, tdBody } from '../test/tee/support/quoteEvidence.ts';
import { snpPki, snpReport } from '../test/tee/support/snpEvidence.ts';

/** An OpenSSL check of one signature, on a message as long as a quote's. */
function rawVerify(curve: 'P-256' | 'P-384', hash: string): () => unknown {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const message = new Uint8Array(1000);
  const signature = sign(hash, message, privateKey);
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  return () => verify(hash, message, key, signature);
}

/** A verification that must succeed, or its time means nothing. */
function mustBeValid(run: () => Promise<TeeResult>): () => Promise<void> {
  return async () => {
    const result = await run();
    if (result.verdict !== 'valid') throw new Error(result.code);
  };
}

/** Whole verifications of TEE evidence, beside the raw signature checks by OpenSSL that they contain. */
export async function teeCases(): Promise<readonly BenchCase[]> {
  const nitro = await nitroChain();
  const document = nitroDocument(nitro, nitroPayload(nitro));
  const dcap = await dcapPki();
  const sgx = quote(dcap);
  const tdx = quote(dcap, { version: 5, body: tdBody({ is15: true }) });
  const ofSgx = await collateral(dcap);
  const ofTdx = await collateral(dcap, { kind: 'TDX' });
  const snp = await snpPki();
  const report = snpReport(snp);
  const list = await revocationList(snp.ark);
  const intel = trust(dcap.root);
  const certificates = [snp.vek.der, snp.ask.der, snp.ark.der];
  const snpOptions = { at: AT, roots: trust(snp.ark, 'Milan'), certificates, revocationList: list };
  return [
    { name: 'OpenSSL P-256', run: rawVerify('P-256', 'sha256') },
    { name: 'OpenSSL P-384', run: rawVerify('P-384', 'sha384') },
    { name: 'parse quote', run: () => parseQuote(sgx), base: 'OpenSSL P-256' },
    { name: 'parse SNP report', run: () => parseSnpReport(report), base: 'OpenSSL P-384' },
    {
      name: 'Nitro document',
      run: mustBeValid(() => verifyNitroDocument(document, { at: AT, roots: trust(nitro.root) })),
      base: 'OpenSSL P-384',
    },
    {
      name: 'SGX quote with collateral',
      run: mustBeValid(() => verifyQuote(sgx, { at: AT, roots: intel, collateral: ofSgx })),
      base: 'OpenSSL P-256',
    },
    {
      name: 'TDX quote with collateral',
      run: mustBeValid(() => verifyQuote(tdx, { at: AT, roots: intel, collateral: ofTdx })),
      base: 'OpenSSL P-256',
    },
    { name: 'SNP report', run: mustBeValid(() => verifySnpReport(report, snpOptions)), base: 'OpenSSL P-384' },
  ];
}
