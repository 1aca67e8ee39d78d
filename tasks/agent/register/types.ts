import type { Hex, KeyInput } from '../../../sdk/typescript/src/client/index.ts';
import type { PendingData } from '../../lib/pending.ts';
import { TaskError } from '../../lib/TaskError.ts';

/** A registration or binding between its first and last transaction. */
export interface Registration {
  /** `registration` makes an agent, `binding` gives a DID to one that exists. */
  readonly flow: 'registration' | 'binding';
  /** The SageRegistryV3. */
  readonly registry: Hex;
  /** Who commits and reveals. */
  readonly committer: Hex;
  readonly did: string;
  readonly identifier: string;
  /** Of a binding. */
  readonly agentId: bigint | undefined;
  readonly keys: readonly KeyInput[];
  /** As committed; empty when the URI comes later or not at all. */
  readonly agentURI: string;
  /** Text of the registration file; empty for none. */
  readonly file: string;
  /** Whether the completed file goes onto the chain as a data URI. */
  readonly isOnChain: boolean;
  /** Where the completed file is written; empty for nowhere. */
  readonly out: string;
  readonly salt: Hex;
}

/** How far a run goes, and what it may do. */
export interface Run {
  /** `kept`: an earlier run keeps the registration; `new`: none does; `instead`: it takes the place of one that is kept. */
  readonly keeping: 'kept' | 'new' | 'instead';
  readonly until: 'commitment' | 'end';
  /** Nothing is sent, written or removed. */
  readonly isDryRun: boolean;
}

/** The kind under which registrations are kept until they are finished. */
export const PENDING_KIND = 'registration';

/** What tells registrations apart: the chain has a folder of its own. */
export function pendingId({ registry, did }: Pick<Registration, 'registry' | 'did'>): string {
  return `${registry} ${did}`;
}

/** In the form in which it is kept. */
export function toPending({ agentId, keys, ...rest }: Registration): PendingData {
  return { ...rest, agentId: agentId?.toString() ?? null, keys: JSON.stringify(keys) };
}

/**
 * Back from the form in which it was kept; it was authenticated with the passphrase.
 *
 * @throws {TaskError} `bad-pending-file` for one of another version of these tasks
 */
export function fromPending(data: PendingData): Registration {
  const { agentId, keys, ...rest } = data;
  const texts = ['registry', 'committer', 'did', 'identifier', 'agentURI', 'file', 'out', 'salt'];
  if (texts.some((name) => typeof data[name] !== 'string') || typeof keys !== 'string') {
    throw new TaskError('bad-pending-file', 'a pending registration is of another version; finish it with that one', {
      field: 'did',
      value: data['did'],
    });
  }
  return {
    ...(rest as unknown as Omit<Registration, 'agentId' | 'keys'>),
    agentId: typeof agentId === 'string' ? BigInt(agentId) : undefined,
    keys: JSON.parse(keys) as KeyInput[],
  };
}
