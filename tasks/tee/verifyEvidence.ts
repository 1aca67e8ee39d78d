import { getBytes, keccak256 } from 'ethers';
import { TEE_REASONS } from '../../sdk/typescript/src/index.ts';
import type { TeeClaims, TeePolicy, TeeResult } from '../../sdk/typescript/src/index.ts';
import { readBytes } from '../lib/files.ts';
import { readMoment } from '../lib/readMoment.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { VERDICT_EXIT } from '../lib/verdictExit.ts';
import { findFormat, judgeEvidence } from './judgeEvidence.ts';
import type { EvidenceFiles } from './judgeEvidence.ts';
import { KIND_OF } from './kinds.ts';
import { readProposedKey, readTeeProposal } from './readProposal.ts';
import type { TeeProposal } from './readProposal.ts';
import { readHex, readRoots, readTeePolicy } from './readTeePolicy.ts';
import { toRegistryMeasurement } from './toRegistryMeasurement.ts';

export interface EvidenceArguments extends ReadArguments, EvidenceFiles {
  readonly evidence: string;
  readonly kind: string;
  readonly at: string;
  readonly key: string;
  readonly nonce: string;
  readonly policy: string;
  readonly roots: string;
  /** 0 for none. */
  readonly proposal: bigint;
}

/** What is wrong between evidence and the proposal that names it. */
const MISMATCHES = {
  'proposal-evidence-hash': 'these are not the bytes whose hash was proposed',
  'proposal-kind': 'the proposal names another kind of hardware',
  'proposal-measurement': 'the proposal names another measurement',
} as const;

/** Judges TEE evidence, alone or as the evidence of a proposal. Without `--proposal` no network is asked. */
export async function verifyEvidence(context: TaskContext, args: EvidenceArguments): Promise<TaskResult> {
  const bytes = readBytes(args.evidence, 'evidence');
  const format = findFormat(bytes, args.kind, args.evidence);
  const proposal = args.proposal === 0n ? undefined : await readTeeProposal(context, args.proposal);
  const at = readMoment(args.at, '--at');
  const result = await judgeEvidence(format, bytes, args, {
    at,
    policy: await toPolicy(context, args),
    roots: args.roots === '' ? undefined : readRoots(args.roots),
  });
  const claims = result.verdict === 'valid' ? result.claims : result.unverifiedClaims;
  const measurement = claims === null ? undefined : toRegistryMeasurement(claims);
  const evidenceHash = keccak256(bytes);
  const mismatch = proposal && findMismatch(proposal, evidenceHash, KIND_OF[format], measurement);
  const judged = conclude(result, mismatch);
  return {
    data: {
      ...{ ...judged, format, at: Math.floor(at.getTime() / 1000), evidenceHash, measurement: measurement ?? null },
      ...{ claims, claimsVerified: result.verdict === 'valid', checks: result.checks, proposal: proposal ?? null },
    },
    text: [
      `${judged.verdict}: ${judged.code} (${judged.message})`,
      `${format} evidence of ${bytes.length} bytes at ${at.toISOString()}, hash ${evidenceHash}`,
      ...(claims === null ? [] : claimLines(claims, measurement, result.verdict === 'valid')),
      `checks: ${result.checks.map(({ name, outcome }) => `${name} ${outcome}`).join(', ')}`,
    ],
    exitCode: VERDICT_EXIT[judged.verdict],
  };
}

async function toPolicy(context: TaskContext, args: EvidenceArguments): Promise<TeePolicy> {
  const { policy, key, nonce, proposal } = args;
  const proposed = proposal === 0n ? undefined : getBytes((await readProposedKey(context, proposal)).publicKey);
  const bound = key === '' ? proposed : readHex(key, '--key');
  return {
    ...(policy !== '' && readTeePolicy(policy)),
    ...(bound !== undefined && { key: bound }),
    ...(nonce !== '' && { nonce: readHex(nonce, '--nonce') }),
  };
}

function findMismatch(
  proposal: TeeProposal,
  evidenceHash: string,
  kind: string,
  measurement: string | undefined,
): keyof typeof MISMATCHES | undefined {
  if (proposal.evidenceHash !== evidenceHash) return 'proposal-evidence-hash';
  if (proposal.kind !== kind) return 'proposal-kind';
  return proposal.measurement === measurement ? undefined : 'proposal-measurement';
}

interface Judged {
  readonly verdict: TeeResult['verdict'];
  readonly code: string;
  readonly message: string;
}

/** Invalid evidence stays what it is; a mismatch makes everything else invalid. */
function conclude(result: TeeResult, mismatch: keyof typeof MISMATCHES | undefined): Judged {
  const { verdict, code } = result;
  if (mismatch !== undefined && verdict !== 'invalid') {
    return { verdict: 'invalid', code: mismatch, message: MISMATCHES[mismatch] };
  }
  const { meaning, wayOut } = TEE_REASONS[code];
  const detail = result.verdict === 'valid' ? meaning : `${result.message}; ${wayOut}`;
  return { verdict, code, message: detail };
}

function claimLines(claims: TeeClaims, measurement: string | undefined, isVerified: boolean): string[] {
  const { measurements, reportData, debug, svn, time, tcb, root } = claims;
  return [
    isVerified ? `root: ${root}` : 'What the evidence says about itself, NOT to be trusted:',
    ...(measurement === undefined ? [] : [`measurement for the registry: ${measurement}`]),
    ...Object.entries(measurements).map(([name, value]) => `  ${name}: ${value}`),
    `  report data: ${reportData ?? 'none'}`,
    `  debug: ${debug}, security version: ${svn ?? 'none'}, time: ${time === null ? 'none' : new Date(time).toISOString()}`,
    ...(tcb === null
      ? []
      : [`  TCB: ${tcb.kind === 'dcap' ? `${tcb.status} ${tcb.advisories.join(' ')}` : tcb.product}`]),
  ];
}

export default taskAction(verifyEvidence);
