import type { TrustedRoot } from './roots.ts';
import type { TeeFailureCode } from './reasonTable.ts';

export type TeeFormat = 'nitro' | 'sgx' | 'tdx' | 'snp';

/** The names of all measurements, over all formats. */
export type MeasurementName =
  | `pcr${number}`
  | 'mrEnclave'
  | 'mrSigner'
  | 'configId'
  | 'mrTd'
  | 'mrSeam'
  | 'mrSignerSeam'
  | 'mrConfigId'
  | 'mrOwner'
  | 'mrOwnerConfig'
  | 'mrServiceTd'
  | `rtmr${0 | 1 | 2 | 3}`
  | 'measurement'
  | 'hostData'
  | 'idKeyDigest'
  | 'authorKeyDigest'
  | 'familyId'
  | 'imageId';

/** What Intel says about a platform at its level. */
export type DcapTcbStatus =
  | 'UpToDate'
  | 'SWHardeningNeeded'
  | 'ConfigurationNeeded'
  | 'ConfigurationAndSWHardeningNeeded'
  | 'OutOfDate'
  | 'OutOfDateConfigurationNeeded'
  | 'Revoked';

/** What the collateral said about an Intel platform. */
export interface DcapTcb {
  readonly kind: 'dcap';
  /** Of platform, TDX module and quoting enclave together. */
  readonly status: DcapTcbStatus;
  /** The lowest of the dates of the levels that matched, milliseconds since 1970. */
  readonly date: number;
  /** Ids of Intel's advisories that the matched levels name, sorted. */
  readonly advisories: readonly string[];
  readonly platformStatus: DcapTcbStatus;
  readonly qeStatus: DcapTcbStatus;
  /** Null for SGX, and for TDX modules whose version is part of the platform's level. */
  readonly moduleStatus: DcapTcbStatus | null;
  /** Hex; the kind of platform. */
  readonly fmspc: string;
}

/** Security versions of the parts of an AMD platform. */
export interface SnpTcb {
  readonly bootloader: number;
  readonly tee: number;
  readonly snp: number;
  readonly microcode: number;
  /** Turin and later; null before. */
  readonly fmc: number | null;
}

/** The TCB values in an SNP report. */
export interface SnpTcbs {
  readonly kind: 'snp';
  readonly product: 'Milan' | 'Genoa' | 'Turin';
  /** The one that the signing key was derived from. */
  readonly reported: SnpTcb;
  readonly current: SnpTcb;
  readonly committed: SnpTcb;
  readonly launch: SnpTcb;
}

/** What evidence says, in one shape for all formats. Bytes are lower-case hex. */
export interface TeeClaims {
  readonly format: TeeFormat;
  /** Version of the format: 3, 4 or 5 for quotes, 2, 3 or 5 for SNP reports, 1 for Nitro documents. */
  readonly version: number;
  readonly debug: boolean;
  /** True where the environment can be moved to another machine. */
  readonly migratable: boolean;
  readonly measurements: Readonly<Partial<Record<MeasurementName, string>>>;
  /** ISVPRODID of an SGX enclave. */
  readonly productId: number | null;
  /** ISVSVN of an SGX enclave, guest SVN of an SNP guest. */
  readonly svn: number | null;
  /** Report data; user data of a Nitro document, null if it has none. */
  readonly reportData: string | null;
  /** Nonce and public key of a Nitro document. */
  readonly nonce: string | null;
  readonly publicKey: string | null;
  /** When the evidence was made, milliseconds since 1970; null for the formats that don't say (SGX, TDX, SNP). */
  readonly time: number | null;
  /** Null for Nitro, and for quotes until the collateral was evaluated. */
  readonly tcb: DcapTcb | SnpTcbs | null;
  /** The trusted root that the chain ended in; null until it was verified. */
  readonly root: string | null;
}

/** The steps of a verification, in their order. */
export type TeeCheckName =
  | 'options'
  | 'format'
  | 'chain'
  | 'signature'
  | 'platform'
  | 'debug'
  | 'migration'
  | 'measurements'
  | 'binding'
  | 'freshness'
  | 'collateral'
  | 'tcb'
  | 'revocation';

/** What became of one step: `not-asked` means that the policy or the format has nothing to check there. */
export interface TeeCheck {
  readonly name: TeeCheckName;
  readonly outcome: 'passed' | 'failed' | 'unknown' | 'not-asked';
}

export interface TeeValid {
  readonly verdict: 'valid';
  readonly code: 'ok';
  readonly claims: TeeClaims;
  readonly checks: readonly TeeCheck[];
}

export interface TeeRefused {
  readonly verdict: 'invalid' | 'unknown';
  readonly code: TeeFailureCode;
  /** For people. */
  readonly message: string;
  /** Byte offset of the fault in the structure that the message names, where there is one place. */
  readonly offset: number | undefined;
  /** What the evidence says about itself, as far as it could be read. NOT to be trusted; for logs only. */
  readonly unverifiedClaims: TeeClaims | null;
  /** Up to the step that failed; later ones were not tried. */
  readonly checks: readonly TeeCheck[];
}

export type TeeResult = TeeValid | TeeRefused;

/** What the caller expects and accepts, the same for all formats. Everything is optional; the defaults are strict. */
export interface TeePolicy {
  /** Accept debug mode. For tests only. Default: false. */
  readonly allowDebug?: boolean | undefined;
  /** Accept environments that can be moved by a migration agent or service. Default: false. */
  readonly allowMigration?: boolean | undefined;
  /** Measurements by name, in lower-case hex; each must be there and equal. Default: none is compared. */
  readonly measurements?: Readonly<Partial<Record<MeasurementName, string>>> | undefined;
  /** ISVPRODID that an SGX enclave must have. */
  readonly productId?: number | undefined;
  /** Lowest accepted {@link TeeClaims.svn}. */
  readonly minimumSvn?: number | undefined;
  /** The exact report data (64 bytes) or Nitro user data. Not together with `key`. */
  readonly reportData?: Uint8Array | undefined;
  /** The public key that must be bound to the evidence; see {@link createKeyBinding}. */
  readonly key?: Uint8Array | undefined;
  /** The nonce that was sent: part of the binding, or the nonce field of a Nitro document. */
  readonly nonce?: Uint8Array | undefined;
  /** Without a nonce in this policy the answer is unknown. Default: false. */
  readonly requireNonce?: boolean | undefined;
  /** Nitro: how old a document may be, in seconds. Default: 300. */
  readonly maxAgeSeconds?: number | undefined;
  /** Nitro: how far in the future its time may lie, in seconds. Default: 60. */
  readonly clockSkewSeconds?: number | undefined;
  /** Intel: accepted statuses. Default: `UpToDate` alone. `Revoked` can't be accepted. */
  readonly acceptedTcbStatuses?: readonly Exclude<DcapTcbStatus, 'Revoked'>[] | undefined;
  /** Intel: advisories that must not apply to the platform. Default: none. */
  readonly refusedAdvisories?: readonly string[] | undefined;
  /** AMD: lowest accepted components of the reported TCB. */
  readonly minimumTcb?: Readonly<Partial<Record<keyof SnpTcb, number>>> | undefined;
  /** AMD: lowest accepted privilege level, 0 to 3 (0 is the highest privilege). Default: 3, all. */
  readonly maximumVmpl?: number | undefined;
  /** AMD: without a revocation list the answer is unknown. Default: true. */
  readonly requireRevocationList?: boolean | undefined;
  /** How long collateral may be overdue, in seconds. Default: 0. */
  readonly collateralGraceSeconds?: number | undefined;
}

/** What every verification takes. */
export interface TeeOptions {
  /** The moment to verify at: now for fresh evidence, the time it was received for archived one. */
  readonly at: Date;
  readonly policy?: TeePolicy | undefined;
  /** Takes the place of the pinned roots. Whoever holds the key of one of these roots can forge evidence. */
  readonly roots?: readonly TrustedRoot[] | undefined;
}
