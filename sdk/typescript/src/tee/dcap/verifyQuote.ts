import { checkPolicy } from '../checkPolicy.ts';
import { readOptions } from '../readOptions.ts';
import type { ReadOptions } from '../readOptions.ts';
import { INTEL_ROOTS } from '../roots.ts';
import { TeeError } from '../TeeError.ts';
import { Trail } from '../Trail.ts';
import type { DcapTcb, TeeOptions, TeePolicy, TeeResult } from '../types.ts';
import { checkRevocation } from '../x509/checkRevocation.ts';
import { parseRevocationList } from '../x509/parseRevocationList.ts';
import type { Certificate } from '../x509/types.ts';
import { checkQuoteSignatures } from './checkQuoteSignatures.ts';
import { evaluateTcb } from './evaluateTcb.ts';
import type { DcapCollateral } from './parseDcapCollateral.ts';
import { parsePckExtension } from './parsePckExtension.ts';
import { parseQuote } from './parseQuote.ts';
import { readCollateral } from './readCollateral.ts';
import { toQuoteClaims } from './toQuoteClaims.ts';
import { verifyPckChain } from './verifyPckChain.ts';
import type { PckChain } from './verifyPckChain.ts';

export interface QuoteOptions extends TeeOptions {
  /** What Intel publishes about the platform. Without it everything else is checked and the answer is unknown. */
  readonly collateral?: DcapCollateral | undefined;
}

async function checkRevocations(
  { rootCaCrl, pckCrl }: DcapCollateral,
  { pck, issuer, root }: PckChain,
  signers: readonly Certificate[],
  options: ReadOptions,
): Promise<void> {
  await checkRevocation(parseRevocationList(rootCaCrl), root, [issuer, ...signers], options);
  await checkRevocation(parseRevocationList(pckCrl), issuer, [pck], options);
}

function checkStatus({ status, advisories }: DcapTcb, policy: TeePolicy): void {
  const accepted: readonly string[] = policy.acceptedTcbStatuses ?? ['UpToDate'];
  if (status === 'Revoked' || !accepted.includes(status)) {
    throw new TeeError('tcb-status-refused', `the TCB status is ${status} (${advisories.join(', ')})`);
  }
  const refused = advisories.find((id) => policy.refusedAdvisories?.includes(id));
  if (refused !== undefined)
    throw new TeeError('tcb-status-refused', `the advisory ${refused} applies to the platform`);
}

/**
 * Verifies an Intel SGX or TDX quote of version 3, 4 or 5.
 *
 * Trusted: Intel's processors, its quoting enclave and TDX module, and the key of its root. A quote carries no time:
 * only a nonce in its report data shows that it is fresh. Certificates and collateral must be valid at `at`.
 *
 * @param quote The quote.
 * @returns Never throws for bad input.
 */
export function verifyQuote(quote: Uint8Array, options: QuoteOptions): Promise<TeeResult> {
  return Trail.judge(async (trail) => {
    const read = await trail.check('options', () => readOptions(options, INTEL_ROOTS));
    const parsed = await trail.check('format', () => parseQuote(quote));
    const claims = trail.know(toQuoteClaims(parsed));
    const chain = await trail.check('chain', () => verifyPckChain(parsed.pckChain, read));
    const pck = await trail.check('platform', () => parsePckExtension(chain.pck));
    await trail.check('signature', () => checkQuoteSignatures(parsed, chain.pck));
    await checkPolicy(trail, claims, read);
    const { collateral } = options;
    const kind = parsed.body.kind === 'sgx' ? 'sgx' : 'tdx';
    const { tcbInfo, qeIdentity, signers, lists } = await trail.check('collateral', async () => {
      if (collateral === undefined) throw new TeeError('collateral-missing', 'quote: no collateral was given');
      const verified = await readCollateral(collateral, kind, pck, chain, read);
      return { ...verified, lists: collateral };
    });
    await trail.check('revocation', () => checkRevocations(lists, chain, signers, read));
    const tcb = await trail.check('tcb', () => {
      const evaluated = evaluateTcb(parsed, pck, tcbInfo, qeIdentity);
      trail.know({ ...claims, tcb: evaluated });
      checkStatus(evaluated, read.policy);
      return evaluated;
    });
    return trail.know({ ...claims, tcb, root: chain.rootName });
  });
}
