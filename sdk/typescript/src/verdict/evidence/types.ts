import type { Hex } from '../../client/types.ts';
import type { TeeKindName } from '../../chain/types.ts';
import type { DcapCollateral } from '../../tee/dcap/parseDcapCollateral.ts';
import type { TrustedRoot } from '../../tee/roots.ts';
import type { TeePolicy } from '../../tee/types.ts';

/** Kinds of evidence that this library judges. */
export type JudgedKind = Exclude<TeeKindName, 'trustzone'>;

/** What AMD publishes about a processor. */
export interface SnpCollateral {
  /** DER of the VCEK or VLEK, of the ASK or ASVK that issued it, and of the ARK, in this order. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the list of the ARK. */
  readonly revocationList?: Uint8Array | undefined;
}

/** Looks up what a vendor publishes about some evidence. Undefined: there is none. */
export type CollateralSource<T> = T | ((evidence: Uint8Array) => T | undefined | Promise<T | undefined>);

/** The part of the options that is data and goes into bundles. */
export interface TeeEvidenceRules {
  /**
   * What is accepted, see `TeePolicy`. Key, report data and nonce don't stand here: the key is that of the registry, and
   * bound by `createKeyBinding`. `maxAgeSeconds` is 3,600 by default.
   */
  readonly policy?: Omit<TeePolicy, 'key' | 'reportData' | 'nonce' | 'requireNonce'> | undefined;
  /** The nonce that the environment had to put into its evidence. */
  readonly nonce?: Hex | undefined;
  /** Takes the place of the pinned roots of all vendors. Whoever holds the key of one of these roots can forge evidence. */
  readonly roots?: readonly TrustedRoot[] | undefined;
  /**
   * The moment to judge a kind at: when the verdict is made (`now`), or when the voters were asked (`proposal`). By default
   * `now`, so that revocations since then count; `proposal` for Nitro, whose certificates live for three hours.
   */
  readonly judgeAt?: Readonly<Partial<Record<JudgedKind, 'now' | 'proposal'>>> | undefined;
}

/** How a verdict judges TEE evidence. */
export interface TeeEvidenceOptions extends TeeEvidenceRules {
  /** For SGX and TDX. Without it such evidence is unknown. */
  readonly intel?: CollateralSource<DcapCollateral> | undefined;
  /** For SEV-SNP. Without it such evidence is unknown. */
  readonly amd?: CollateralSource<SnpCollateral> | undefined;
}
