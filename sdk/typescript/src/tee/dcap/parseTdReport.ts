import { ByteReader } from '../ByteReader.ts';

/** Bytes of a TD report body by version of the TDX module. */
export const TD_BODY_BYTES = { 'tdx-1.0': 584, 'tdx-1.5': 648 } as const;

/** TD report body: Intel TDX DCAP quoting library, "TD Quote Body" 1.0 and 1.5. Byte fields are views. */
export interface TdReport {
  readonly kind: 'tdx-1.0' | 'tdx-1.5';
  readonly raw: Uint8Array;
  readonly teeTcbSvn: Uint8Array;
  readonly mrSeam: Uint8Array;
  readonly mrSignerSeam: Uint8Array;
  readonly seamAttributes: Uint8Array;
  readonly tdAttributes: Uint8Array;
  readonly xfam: Uint8Array;
  readonly mrTd: Uint8Array;
  readonly mrConfigId: Uint8Array;
  readonly mrOwner: Uint8Array;
  readonly mrOwnerConfig: Uint8Array;
  readonly rtmrs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  readonly reportData: Uint8Array;
  /** 1.5 only: the TCB of the module that would run after a TD-preserving update. */
  readonly teeTcbSvn2: Uint8Array | null;
  /** 1.5 only: the service TDs that are bound to this one. */
  readonly mrServiceTd: Uint8Array | null;
}

/**
 * Reads a TD report body.
 *
 * @param raw 584 bytes for TDX 1.0, 648 for TDX 1.5.
 * @throws TeeError `input-truncated` or `input-trailing`.
 */
export function parseTdReport(raw: Uint8Array, kind: TdReport['kind']): TdReport {
  const reader = new ByteReader(raw, 'TD report');
  const hash = (field: string) => reader.bytes(48, field);
  const report: TdReport = {
    kind,
    raw,
    teeTcbSvn: reader.bytes(16, 'TEE_TCB_SVN'),
    mrSeam: hash('MRSEAM'),
    mrSignerSeam: hash('MRSIGNERSEAM'),
    seamAttributes: reader.bytes(8, 'SEAMATTRIBUTES'),
    tdAttributes: reader.bytes(8, 'TDATTRIBUTES'),
    xfam: reader.bytes(8, 'XFAM'),
    mrTd: hash('MRTD'),
    mrConfigId: hash('MRCONFIGID'),
    mrOwner: hash('MROWNER'),
    mrOwnerConfig: hash('MROWNERCONFIG'),
    rtmrs: [hash('RTMR0'), hash('RTMR1'), hash('RTMR2'), hash('RTMR3')],
    reportData: reader.bytes(64, 'REPORTDATA'),
    teeTcbSvn2: kind === 'tdx-1.5' ? reader.bytes(16, 'TEE_TCB_SVN_2') : null,
    mrServiceTd: kind === 'tdx-1.5' ? hash('MRSERVICETD') : null,
  };
  reader.end();
  return report;
}
