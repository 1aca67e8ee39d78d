import { KEY_TYPES_BY_NUMBER } from '../../sdk/typescript/src/chain/names.ts';
import type { TeeKindName } from '../../sdk/typescript/src/chain/index.ts';
import type { RegistryKeyType } from '../../sdk/typescript/src/client/index.ts';
import type { ITEEKeyRegistry } from '../../typechain-types/interfaces/ITEEKeyRegistry.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readEvents } from '../lib/readEvents.ts';
import { markText, readText } from '../lib/readText.ts';
import { PROPOSAL_STATES, kindName } from './kinds.ts';

/** A proposal as tasks tell it. Times are Unix seconds, the stake is wei. */
export interface TeeProposal {
  readonly proposalId: bigint;
  readonly keyId: string;
  readonly keyType: RegistryKeyType;
  readonly kind: TeeKindName;
  readonly measurement: string;
  readonly evidenceHash: string;
  readonly evidenceVerified: boolean;
  readonly proposer: string;
  readonly stake: bigint;
  readonly status: (typeof PROPOSAL_STATES)[number];
  readonly weightFor: bigint;
  readonly weightAgainst: bigint;
  readonly totalWeight: bigint;
  readonly createdAt: bigint;
  readonly endsAt: bigint;
}

/** Gives the numbers of the contract names. */
export function toTeeProposal(proposalId: bigint, proposal: ITEEKeyRegistry.ProposalStructOutput): TeeProposal {
  const status = PROPOSAL_STATES[Number(proposal.status)];
  const keyType = KEY_TYPES_BY_NUMBER[Number(proposal.keyType)];
  if (status === undefined || keyType === undefined) throw new Error(`proposal ${proposalId} has an unknown enum`);
  return {
    proposalId,
    keyId: proposal.keyId,
    keyType,
    kind: kindName(proposal.kind),
    measurement: proposal.measurement,
    evidenceHash: proposal.evidenceHash,
    evidenceVerified: proposal.evidenceVerified,
    proposer: proposal.proposer,
    stake: proposal.terms.stake,
    status,
    weightFor: proposal.weightFor,
    weightAgainst: proposal.weightAgainst,
    totalWeight: proposal.totalWeight,
    createdAt: proposal.createdAt,
    endsAt: proposal.createdAt + proposal.terms.votingPeriod,
  };
}

/** @throws The registry's `TEEKeyUnknownProposal`. */
export async function readTeeProposal(context: TaskContext, proposalId: bigint): Promise<TeeProposal> {
  const registry = await context.contract('teeKeyRegistry');
  return toTeeProposal(proposalId, await registry.getProposal(proposalId));
}

/** Place of the URI in the event of a proposal. */
const EVIDENCE_URI = 7;

/** What only the log of a proposal holds. */
export interface ProposedKey {
  readonly publicKey: string;
  readonly evidenceURI: string;
}

/** Reads the log of a proposal. */
export async function readProposedKey(context: TaskContext, proposalId: bigint): Promise<ProposedKey> {
  const registry = await context.contract('teeKeyRegistry');
  const [event] = await readEvents(context, 'teeKeyRegistry', (from, to) =>
    registry.queryFilter(registry.filters.TEEKeyProposed(proposalId), from, to),
  );
  if (event === undefined) throw new Error(`the node has no log of proposal ${proposalId}`);
  return { publicKey: event.args.publicKey, evidenceURI: markText(readText(event.args, EVIDENCE_URI)) };
}
