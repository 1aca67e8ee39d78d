import { toBytes } from 'ox/Hex';
import { computeTeeMeasurement } from '../../tee/computeTeeMeasurement.ts';
import { verifyQuote } from '../../tee/dcap/verifyQuote.ts';
import { verifyNitroDocument } from '../../tee/nitro/verifyNitroDocument.ts';
import { TEE_REASONS } from '../../tee/reasonTable.ts';
import type { TeeFailureCode } from '../../tee/reasonTable.ts';
import { verifySnpReport } from '../../tee/snp/verifySnpReport.ts';
import type { TeeFormat, TeeOptions, TeeRefused, TeeResult, TeeValid } from '../../tee/types.ts';
import type { RecordInput, TeeEvidence } from '../types.ts';
import { writeDcapCollateral, writeSnpCollateral } from './collateralTexts.ts';
import { respellPoint } from './respellPoint.ts';
import type { CollateralSource, JudgedKind, TeeEvidenceOptions } from './types.ts';

/** What bundles call the inputs besides the evidence. */
export const COLLATERAL_URIS = { intel: 'tee-collateral:intel', amd: 'tee-collateral:amd' } as const;

const FORMATS: Readonly<Record<JudgedKind, TeeFormat>> = { sgx: 'sgx', tdx: 'tdx', sev: 'snp', nitro: 'nitro' };
/** Between the making of a document and the vote about it lies a transaction. */
const MAX_AGE_SECONDS = 3_600;
const MILLISECONDS = 1_000;

/** Verifies evidence by what is the same for all keys and formats. */
type Verification = (evidence: Uint8Array, options: TeeOptions) => Promise<TeeResult>;

interface Prepared {
  readonly verify: Verification;
  /** Why there is no collateral, where looking it up failed. */
  readonly failure?: string;
}

/**
 * Judges evidence of a TEE key, see `createTeeEvidenceVerifier`.
 *
 * @param evidence What voters saw, and the key.
 * @param options Rules and sources.
 * @param record Takes the collateral that was used.
 */
export async function judgeTeeEvidence(
  evidence: TeeEvidence,
  options: TeeEvidenceOptions,
  record: RecordInput,
): Promise<TeeResult> {
  const { kind } = evidence;
  if (kind === 'trustzone') return refuse('algorithm-unsupported', 'evidence of Arm TrustZone is not judged here');
  const { verify, failure } = await prepare(kind, evidence.bytes, options, record);
  const result = await verifyWithKey(evidence, kind, options, verify);
  if (result.verdict === 'valid') return checkMeasurement(result, evidence, FORMATS[kind]);
  const isMissing = result.code === 'collateral-missing' || result.code === 'certificates-missing';
  return isMissing && failure !== undefined ? { ...result, message: `${result.message}; ${failure}` } : result;
}

async function prepare(
  kind: JudgedKind,
  bytes: Uint8Array,
  { intel, amd }: TeeEvidenceOptions,
  record: RecordInput,
): Promise<Prepared> {
  if (kind === 'nitro') return { verify: verifyNitroDocument };
  if (kind === 'sev') {
    const { found, ...rest } = await lookUp(amd, bytes);
    if (found !== undefined) record(COLLATERAL_URIS.amd, new TextEncoder().encode(writeSnpCollateral(found)));
    const { certificates = [], revocationList } = found ?? {};
    return {
      verify: (report, common) => verifySnpReport(report, { ...common, certificates, revocationList }),
      ...rest,
    };
  }
  const { found, ...rest } = await lookUp(intel, bytes);
  if (found !== undefined) record(COLLATERAL_URIS.intel, new TextEncoder().encode(writeDcapCollateral(found)));
  return { verify: (quote, common) => verifyQuote(quote, { ...common, collateral: found }), ...rest };
}

async function lookUp<T extends object>(
  source: CollateralSource<T> | undefined,
  bytes: Uint8Array,
): Promise<{ readonly found: T | undefined; readonly failure?: string }> {
  if (typeof source !== 'function') return { found: source };
  try {
    return { found: await source(bytes) };
  } catch (error) {
    return { found: undefined, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function verifyWithKey(
  { bytes, keyType, publicKey, now, proposedAt }: TeeEvidence,
  kind: JudgedKind,
  { policy, nonce, roots, judgeAt = {} }: TeeEvidenceOptions,
  verify: Verification,
): Promise<TeeResult> {
  const moment = (judgeAt[kind] ?? (kind === 'nitro' ? 'proposal' : 'now')) === 'now' ? now : proposedAt;
  const common = { at: new Date(moment * MILLISECONDS), ...(roots === undefined ? {} : { roots }) };
  const expected = {
    maxAgeSeconds: MAX_AGE_SECONDS,
    ...policy,
    nonce: nonce === undefined ? undefined : toBytes(nonce),
  };
  const verifyFor = (key: Uint8Array): Promise<TeeResult> => verify(bytes, { ...common, policy: { ...expected, key } });
  const given = toBytes(publicKey);
  const result = await verifyFor(given);
  const other = respellPoint(keyType, given);
  if (result.code !== 'key-binding-mismatch' || other === undefined) return result;
  const second = await verifyFor(other);
  return second.code === 'key-binding-mismatch' ? result : second;
}

function checkMeasurement(result: TeeValid, { measurement }: TeeEvidence, format: TeeFormat): TeeResult {
  const { claims, checks } = result;
  const found = computeTeeMeasurement(claims);
  if (claims.format === format && found === measurement.toLowerCase()) return result;
  const message = `the evidence is of ${claims.format} with measurement ${found ?? 'none'}; the registry has ${measurement}`;
  return {
    ...refuse('measurement-mismatch', message),
    unverifiedClaims: claims,
    checks: [...checks, { name: 'measurements', outcome: 'failed' }],
  };
}

/** A refusal before any step of a verification. */
export function refuse(code: TeeFailureCode, message: string): TeeRefused {
  const verdict = TEE_REASONS[code].verdict;
  return { verdict, code, message, offset: undefined, unverifiedClaims: null, checks: [] };
}
