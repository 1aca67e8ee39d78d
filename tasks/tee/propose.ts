import { formatEther, keccak256 } from 'ethers';
import { KEY_TYPES, computeKeyId } from '../../sdk/typescript/src/client/index.ts';
import type { Hex, RegistryKeyType } from '../../sdk/typescript/src/client/index.ts';
import type { TeeKindName } from '../../sdk/typescript/src/chain/index.ts';
import { readBytes } from '../lib/files.ts';
import { formatTime } from '../lib/formatTime.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readWord } from '../lib/readWord.ts';
import { requireOption } from '../lib/requireOption.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { Call, TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { detectFormat } from './detectFormat.ts';
import { judgeEvidence } from './judgeEvidence.ts';
import { KIND_OF, kindNumber, readKind } from './kinds.ts';
import { readTeeProposal } from './readProposal.ts';
import { toRegistryMeasurement } from './toRegistryMeasurement.ts';

export interface ProposeArguments extends WriteArguments {
  /** Hex. */
  readonly publicKey: string;
  readonly keyType: string;
  readonly kind: string;
  /** Empty to take it from the evidence. */
  readonly measurement: string;
  /** Path. */
  readonly evidence: string;
  readonly evidenceUri: string;
}

const BPS = 100;

/** Puts a key of a TEE to the vote, with the stake that the registry asks for. */
export async function proposeKey(context: TaskContext, args: ProposeArguments): Promise<TaskResult> {
  const candidate = await readCandidate(args);
  const registry = await context.contract('teeKeyRegistry');
  const { stake, slashBps, feeBps } = await registry.getParameters();
  const { keyId, kind, measurement } = candidate;
  const what =
    `Proposes the ${kind} key ${keyId} with measurement ${measurement} and stakes ${formatEther(stake)} ETH; ` +
    `${Number(slashBps) / BPS} % of it is lost if the voters reject the key, ${Number(feeBps) / BPS} % if too few vote.`;
  const receipt = await context.send({ ...(await toCall(context, candidate)), value: stake }, what);
  if (receipt === undefined) return sentResult(receipt, { keyId, kind, measurement, stake }, []);
  const { openProposal } = await registry.getKey(keyId);
  const { endsAt, totalWeight } = await readTeeProposal(context, openProposal);
  return sentResult(receipt, { proposalId: openProposal, keyId, kind, measurement, stake, endsAt, totalWeight }, [
    `Proposal ${openProposal}: key ${keyId}, open until ${formatTime(endsAt)}`,
    `Voters: sage tee vote ${openProposal} for|against; afterwards anybody: sage tee settle ${openProposal}`,
  ]);
}

interface Candidate {
  readonly keyId: Hex;
  readonly keyType: RegistryKeyType;
  readonly publicKey: Hex;
  readonly kind: TeeKindName;
  readonly measurement: string;
  readonly uri: string;
  readonly evidence: Uint8Array;
}

async function readCandidate(args: ProposeArguments): Promise<Candidate> {
  const path = requireOption(args.evidence, '--evidence', 'name the file whose hash is proposed');
  const uri = requireOption(args.evidenceUri, '--evidence-uri', 'say where the voters find the evidence');
  const keyType = readKeyType(args.keyType);
  const publicKey = args.publicKey as Hex;
  const keyId = computeKeyId({ keyType, publicKey }, 'publicKey');
  const kind = readKind(args.kind);
  const evidence = readBytes(path, '--evidence');
  const measurement = await readMeasurement(args.measurement, kind, evidence, path);
  return { keyId, keyType, publicKey, kind, measurement, uri, evidence };
}

function readKeyType(text: string): RegistryKeyType {
  if (Object.hasOwn(KEY_TYPES, text)) return text as RegistryKeyType;
  throw new TaskError('bad-key-type', `give one of ${Object.keys(KEY_TYPES).join(', ')}`, {
    field: '--key-type',
    value: text,
  });
}

/** What the user says must be what the evidence says, where we can read it. */
async function readMeasurement(text: string, kind: TeeKindName, evidence: Uint8Array, path: string): Promise<string> {
  const format = detectFormat(evidence);
  const field = '--measurement';
  if (format !== undefined && KIND_OF[format] !== kind) {
    throw new TaskError('kind-differs', `${path} is evidence of ${KIND_OF[format]}`, { field: '--kind', value: kind });
  }
  const found = format === undefined ? undefined : await measure(format, evidence);
  if (text === '') {
    if (found !== undefined) return found;
    throw new TaskError('measurement-missing', `it can't be read from ${path}; give 32 bytes`, { field });
  }
  const measurement = readWord(text, field);
  if (found !== undefined && found !== measurement) {
    throw new TaskError('measurement-differs', `${path} says ${found}`, { field, value: text });
  }
  return measurement;
}

async function measure(format: keyof typeof KIND_OF, evidence: Uint8Array): Promise<string | undefined> {
  const nothing = { collateral: '', certificates: '', revocationList: '' };
  const result = await judgeEvidence(format, evidence, nothing, { at: new Date() });
  const claims = result.verdict === 'valid' ? result.claims : result.unverifiedClaims;
  return claims === null ? undefined : toRegistryMeasurement(claims);
}

/** Where the registry has a verifier for the kind, it wants the evidence itself. */
async function toCall(context: TaskContext, candidate: Candidate): Promise<Call> {
  const registry = await context.contract('teeKeyRegistry');
  const { keyType, publicKey, kind, measurement, uri, evidence } = candidate;
  const number = kindNumber(kind);
  const hasVerifier = BigInt(await registry.verifierOf(number)) !== 0n;
  const common = [KEY_TYPES[keyType], publicKey, number, measurement, uri, keccak256(evidence)] as const;
  return hasVerifier
    ? registry.proposeWithEvidence.populateTransaction(...common, evidence)
    : registry.propose.populateTransaction(...common);
}

export default taskAction(proposeKey);
