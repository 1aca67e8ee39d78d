import type { TcbInfo, QeIdentity } from './schemas.ts';
import type { DcapTcb } from '../types.ts';
import { checkQeIdentity } from './checkQeIdentity.ts';
import { convergeTcbStatus } from './convergeTcbStatus.ts';
import { matchTcbLevel } from './matchTcbLevel.ts';
import type { PckExtension } from './parsePckExtension.ts';
import type { Quote } from './parseQuote.ts';

/**
 * Finds what Intel says about a platform: the levels of platform, TDX module and quoting enclave, together.
 *
 * @throws TeeError `qe-identity-mismatch`, `tdx-module-mismatch` or `tcb-level-none`.
 */
export function evaluateTcb(quote: Quote, pck: PckExtension, tcbInfo: TcbInfo, qeIdentity: QeIdentity): DcapTcb {
  const qe = checkQeIdentity(quote.qeReport, qeIdentity);
  const { platform, module } = matchTcbLevel(tcbInfo, pck, quote.body.kind === 'sgx' ? undefined : quote.body);
  const levels = [platform, qe, ...(module ? [module] : [])];
  const withModule = convergeTcbStatus(platform.tcbStatus, module?.tcbStatus ?? 'UpToDate');
  return {
    kind: 'dcap',
    status: convergeTcbStatus(withModule, qe.tcbStatus),
    date: Math.min(...levels.map(({ tcbDate }) => tcbDate)),
    advisories: [...new Set(levels.flatMap(({ advisoryIDs }) => advisoryIDs))].sort(),
    platformStatus: platform.tcbStatus,
    qeStatus: qe.tcbStatus,
    moduleStatus: module?.tcbStatus ?? null,
    fmspc: pck.fmspc,
  };
}
