import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import type { PckExtension } from './parsePckExtension.ts';
import type { TdReport } from './parseTdReport.ts';
import { matchesMasked } from './matchesMasked.ts';
import type { TcbInfo } from './schemas.ts';

type Level = TcbInfo['tcbLevels'][number];
type TdxInfo = Extract<TcbInfo, { id: 'TDX' }>;
type ModuleLevel = TdxInfo['tdxModuleIdentities'][number]['tcbLevels'][number];

/** The levels that a platform reaches. */
export interface MatchedLevels {
  readonly platform: Level;
  /** Undefined for SGX and for TDX modules of version 0, which the platform's level covers. */
  readonly module: ModuleLevel | undefined;
}

type Components = readonly { readonly svn: number }[];

function reaches(found: ArrayLike<number>, level: Components, from = 0): boolean {
  return level.every(({ svn }, index) => index < from || (found[index] ?? -1) >= svn);
}

/** Finds the identity of the module and, for versions above 0, its level. */
function matchModule(report: TdReport, info: TdxInfo): ModuleLevel | undefined {
  const [isvSvn = 0, version = 0] = report.teeTcbSvn;
  const name = `TDX_${version.toString(16).padStart(2, '0').toUpperCase()}`;
  const listed = info.tdxModuleIdentities.find(({ id }) => id === name);
  const identity = version === 0 ? info.tdxModule : listed;
  if (identity === undefined) throw new TeeError('tdx-module-mismatch', `Intel publishes no TDX module ${name}`);
  if (
    bytesToHex(report.mrSignerSeam) !== identity.mrsigner ||
    !matchesMasked(report.seamAttributes, identity.attributes, identity.attributesMask)
  ) {
    throw new TeeError('tdx-module-mismatch', `signer or attributes of the TDX module ${name} are not Intel's`);
  }
  if (version === 0) return undefined;
  const level = listed?.tcbLevels.find(({ tcb }) => tcb.isvsvn <= isvSvn);
  if (level === undefined) {
    throw new TeeError('tcb-level-none', `the TDX module ${name} has version ${isvSvn}, below every level`);
  }
  return level;
}

/**
 * Finds the levels of a platform by Intel's rule: the first level of the list (newest first) of which the PCK
 * certificate reaches all 16 components and the PCESVN and, for TDX, the report reaches all TDX components. Where the
 * TDX module has a version above 0, its two components (0 and 1) are judged by the module's own identity instead.
 *
 * @param info Of the same kind as the quote.
 * @param report The TD report; undefined for SGX.
 * @throws TeeError `tdx-module-mismatch` or `tcb-level-none`. TDX components that the info lacks are reached by nobody.
 */
export function matchTcbLevel(info: TcbInfo, pck: PckExtension, report: TdReport | undefined): MatchedLevels {
  const module = info.id === 'TDX' && report !== undefined ? matchModule(report, info) : undefined;
  const from = (report?.teeTcbSvn[1] ?? 0) > 0 ? 2 : 0;
  const fits = ({ tcb }: Level) =>
    reaches(pck.components, tcb.sgxtcbcomponents) &&
    pck.pceSvn >= tcb.pcesvn &&
    (report === undefined || ('tdxtcbcomponents' in tcb && reaches(report.teeTcbSvn, tcb.tdxtcbcomponents, from)));
  const platform = info.tcbLevels.find(fits);
  if (platform === undefined) throw new TeeError('tcb-level-none', 'the platform is below every level of its TCB info');
  return { platform, module };
}
