import { encode as encodeEvent } from 'ox/AbiEvent';
import type { AbiEvent } from 'ox/AbiEvent';
import { encodeResult, getSelector } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import { encode as encodeParameters } from 'ox/AbiParameters';
import { keccak256 } from 'ox/Hash';
import { fromBytes } from 'ox/Hex';
import { ed25519 } from '@noble/curves/ed25519.js';
import { ABI, EVENTS } from '../../src/chain/abi.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import { KEY_STATES, TEE_KINDS } from '../../src/chain/names.ts';
import type { OpenedBlock } from '../../src/chain/openBlock.ts';
import type { ChainLog, RegistryKeyState, TeeKindName } from '../../src/chain/types.ts';
import { computeKeyId } from '../../src/client/computeKeyId.ts';
import { KEY_TYPES } from '../../src/client/keyTypes.ts';
import type { Hex, RegistryKeyType } from '../../src/client/types.ts';
import type { ChainReader } from '../../src/index.ts';
import { DID, OWNER } from '../chain/FakeNode.ts';

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const [REPUTATION, VALIDATION, TEE, IDENTITY] = ['2', '3', '4', '5'].map(address) as [Hex, Hex, Hex, Hex];
const NO_HASH: Hex = `0x${'00'.repeat(32)}`;

export const SAGE: Hex = address('1');
export const CHAIN_ID = 1;
export const AGENT_ID = 7n;
export const MEASUREMENT: Hex = `0x${'ee'.repeat(32)}`;
export const NOW = 1_800_000_000;
export const EVIDENCE: Uint8Array = new TextEncoder().encode('evidence');
export const EVIDENCE_URI = 'https://tee.example/quote';
export const PUBLIC_KEY: Hex = fromBytes(ed25519.getPublicKey(new Uint8Array(32).fill(7)));
export const KEY_ID: Hex = computeKeyId({ keyType: 'ed25519', publicKey: PUBLIC_KEY });

/** A key of the agent; what is left out is that of a key in force that the contract checked. */
export interface ScriptedKey {
  readonly keyType?: RegistryKeyType;
  readonly publicKey?: Hex;
  /** Other bytes in the log than those of the id. */
  readonly loggedKey?: Hex;
  readonly state?: RegistryKeyState;
  readonly validFrom?: number;
  readonly validUntil?: number;
  readonly compromisedSince?: number;
  readonly nonce?: number;
  readonly epoch?: number;
  /** What `KeyProofEmitted` logged. */
  readonly proof?: Hex;
  readonly inForce?: boolean;
}

export interface Script {
  readonly trustedUntil?: number;
  readonly decidedBy?: number;
  readonly evidenceHash?: Hex;
  readonly logs?: boolean;
  readonly kind?: TeeKindName;
  readonly measurement?: Hex;
  readonly proposedAt?: number;
  /** One Ed25519 key by default. The first is the TEE key. */
  readonly keys?: readonly ScriptedKey[];
  readonly epoch?: number;
  /** Owners of earlier epochs, as the logs tell them. */
  readonly formerOwners?: readonly Hex[];
  readonly cardURI?: string;
}

export function idOf({ keyType = 'ed25519', publicKey = PUBLIC_KEY }: ScriptedKey): Hex {
  return computeKeyId({ keyType, publicKey });
}

/** The chain of `createReader` at its block. */
export function createPinned(script: Script = {}): OpenedBlock {
  const { logs = true } = script;
  const answers = script.keys === undefined ? answersOf(script, [{}]) : answersOf(script, script.keys);
  const events = logs ? logsOf(script, script.keys ?? [{}]) : [];
  const block = { chainId: CHAIN_ID, number: 9, hash: MEASUREMENT, timestamp: NOW, finality: 'finalized' } as const;
  return {
    block,
    header: () => Promise.resolve(block),
    call: (to, data) => {
      const result = answers.get((to ?? '') + data) ?? answers.get((to ?? '') + data.slice(0, 10));
      return Promise.resolve(result === undefined ? { revert: '0x' } : { result });
    },
    code: () => Promise.resolve('0x'),
    logs: (to, topics) =>
      Promise.resolve(
        events.filter(
          (log) =>
            log.address === to && topics.every((topic, index) => topic === null || topic === (log.topics[index] ?? '')),
        ),
      ),
  };
}

/** A chain with one agent that has one key, 3 feedback of mean 4.5 and 2 validations of mean 80. */
export function createReader(script: Script = {}): ChainReader {
  const contracts = {
    ...{ sageRegistry: SAGE, identityRegistry: IDENTITY, reputationRegistry: REPUTATION },
    ...{ validationRegistry: VALIDATION, teeKeyRegistry: TEE },
  };
  const pinned = createPinned(script);
  const open = (): Promise<ChainFacts> =>
    Promise.resolve(new ChainFacts({ pinned, contracts, logsFrom: 0, cache: new FactCache(99) }));
  return { chainId: CHAIN_ID, contracts, logsFrom: 0, open };
}

function viewOf(key: ScriptedKey): object {
  const { keyType = 'ed25519', state = 'proved', validFrom = 1, validUntil = 0, compromisedSince = 0 } = key;
  const { nonce = 0, epoch = 0, proof } = key;
  return {
    ...{ keyId: idOf(key), keyType: KEY_TYPES[keyType], state: KEY_STATES.indexOf(state), validFrom, validUntil },
    ...{ compromisedSince, nonce, epoch, proofHash: proof === undefined ? NO_HASH : keccak256(proof) },
  };
}

function answersOf(script: Script, keys: readonly ScriptedKey[]): ReadonlyMap<string, Hex> {
  const answers = new Map<string, Hex>();
  const set = (to: Hex, abi: AbiFunction, output: unknown, args = ''): unknown =>
    answers.set(to + getSelector(abi) + args, encodeResult(abi, output as readonly unknown[]));
  const word = (value: bigint): string => value.toString(16).padStart(64, '0');
  set(SAGE, ABI.agentByDID, AGENT_ID);
  set(SAGE, ABI.getAgent, {
    ...{ did: DID, owner: OWNER, isClaimed: true, isActive: true, nonce: keys.length, epoch: script.epoch ?? 0 },
    activeKeys: 1,
  });
  set(SAGE, ABI.getKeys, keys.map(viewOf));
  set(SAGE, ABI.isKeyInForceAt, true);
  // Keys that the agent never had.
  set(SAGE, ABI.getKey, viewOf({ state: 'none', validFrom: 0 }));
  for (const key of keys) {
    const args = word(AGENT_ID) + idOf(key).slice(2);
    set(SAGE, ABI.getKey, viewOf(key), args);
    if (key.inForce === false) set(SAGE, ABI.isKeyInForceAt, false, args + word(BigInt(NOW)));
  }
  set(SAGE, ABI.getCard, { uri: script.cardURI ?? '', contentHash: NO_HASH, updatedAt: 0 });
  set(IDENTITY, ABI.ownerOf, OWNER);
  set(IDENTITY, ABI.tokenURI, 'https://agent.example/registration.json');
  const summary = {
    count: 3n,
    sumAt18Decimals: 13_500_000_000_000_000_000n,
    meanAt18Decimals: 4_500_000_000_000_000_000n,
  };
  set(REPUTATION, ABI.getTrustSummary, summary);
  set(REPUTATION, ABI.getTrustSummaryByTag, { ...summary, count: 1n });
  set(VALIDATION, ABI.getIndependentSummary, [2n, 80]);
  const { decidedBy = 1, trustedUntil = NOW + 1 } = script;
  set(TEE, ABI.getTeeKey, { openProposal: 0, decidedBy, trustedUntil, revokedAt: 0, voidUpTo: 0 });
  set(TEE, ABI.getProposal, proposalOf(script, keys[0] ?? {}));
  return answers;
}

function proposalOf(script: Script, key: ScriptedKey): object {
  const { measurement = MEASUREMENT, evidenceHash = keccak256(fromBytes(EVIDENCE)), kind = 'tdx' } = script;
  return {
    ...{ keyId: idOf(key), measurement, evidenceHash, proposer: OWNER },
    ...{ totalWeight: 1n, weightFor: 1n, weightAgainst: 0n, createdAt: script.proposedAt ?? 1, status: 2 },
    ...{ kind: TEE_KINDS.indexOf(kind), keyType: KEY_TYPES[key.keyType ?? 'ed25519'], evidenceVerified: false },
    terms: { stake: 1n, votingPeriod: 1, trustPeriod: 1, approvalBps: 1, participationBps: 1, slashBps: 1, feeBps: 1 },
  };
}

function logOf(to: Hex, event: AbiEvent, indexed: object, types: readonly string[], values: unknown[]): ChainLog {
  const { topics } = (encodeEvent as (event: AbiEvent, args: object) => { topics: Hex[] })(event, indexed);
  const data = encodeParameters(
    types.map((type) => ({ type })),
    values as never,
  );
  return { address: to, topics, data, blockNumber: 1 };
}

function logsOf({ formerOwners = [] }: Script, keys: readonly ScriptedKey[]): readonly ChainLog[] {
  const [first = {}] = keys;
  const { publicKey = PUBLIC_KEY } = first;
  const agentId = AGENT_ID;
  const logs: ChainLog[] = keys.flatMap((key) => {
    const { keyType = 'ed25519', proof } = key;
    const names = ['uint8', 'uint8', 'uint24', 'bytes'];
    const values = [KEY_TYPES[keyType], 1, 0, key.loggedKey ?? key.publicKey ?? PUBLIC_KEY];
    const added = logOf(SAGE, EVENTS.keyAdded, { agentId, keyId: idOf(key) }, names, values);
    if (proof === undefined) return [added];
    return [added, logOf(SAGE, EVENTS.keyProofEmitted, { agentId, keyId: idOf(key) }, ['bytes'], [proof])];
  });
  formerOwners.forEach((owner, epoch) => {
    const event = epoch === 0 ? EVENTS.agentRegistered : EVENTS.agentClaimed;
    const indexed = epoch === 0 ? { agentId, owner, indexedDid: DID } : { agentId, owner, epoch };
    logs.push(logOf(SAGE, event, indexed, epoch === 0 ? ['string'] : [], epoch === 0 ? [DID] : []));
  });
  const names = ['uint8', 'bytes', 'uint8', 'bytes32', 'string', 'bytes32', 'bool', 'uint256'];
  const values = [
    KEY_TYPES[first.keyType ?? 'ed25519'],
    publicKey,
    4,
    MEASUREMENT,
    EVIDENCE_URI,
    MEASUREMENT,
    false,
    1n,
  ];
  logs.push(logOf(TEE, EVENTS.teeKeyProposed, { proposalId: 1n, keyId: idOf(first), proposer: OWNER }, names, values));
  return logs;
}
