import { keccak256 } from 'ethers';
import { KEY_STATES, KEY_TYPES } from '../../../examples/indexer/core/names.ts';
import type { Agent, AgentKey } from '../../../examples/indexer/core/rows.ts';
import { STRANGER, UNKNOWN_HASH, ZERO_ADDRESS, ZERO_HASH, checkOf, numberOf, ownerChecks } from './checks.ts';
import type { Check, Known, Refusal } from './checks.ts';
import { where } from './rowSet.ts';

const check = checkOf('Sage');
const UNKNOWN_AGENT = 2n ** 200n;

/** All views of `SageRegistryV3` that tell of its state. */
export function* sageChecks(known: Known): Generator<Check> {
  const { rows } = known;
  yield* ownerChecks(known, 'Sage');
  const [registry] = rows.sageRegistry;
  if (registry === undefined) throw new Error('nothing was set up');
  yield check('isPaused', [], registry.isPaused);
  yield check('guardian', [], registry.guardian ?? ZERO_ADDRESS);
  yield check('getHook', [], registry.hook ?? ZERO_ADDRESS, registry.hookBefore, registry.hookAfterwards);
  for (const account of [...known.accounts, STRANGER]) {
    const count = rows.agent.filter((agent) => agent.boundOwner === account).length;
    yield check('agentCountOf', [account], BigInt(count));
    yield check('committedAt', [account, UNKNOWN_HASH], 0n);
  }
  for (const { committer, commitment, committedAt, revealedAt } of rows.registrationCommitment) {
    yield check('committedAt', [committer, commitment], revealedAt === null ? committedAt : 0n);
  }
  for (const agent of rows.agent) yield* agent.did === null ? unboundChecks(agent.agentId) : agentChecks(known, agent);
  yield* unboundChecks(UNKNOWN_AGENT);
  const error: Refusal = { error: 'SageDidUnknown', args: ['did:sage:local:nobody'] };
  yield { contract: 'Sage', view: 'agentByDID', args: ['did:sage:local:nobody'], expected: error };
}

function* unboundChecks(agentId: bigint): Generator<Check> {
  const expected: Refusal = { error: 'SageAgentNotBound', args: [agentId] };
  yield { contract: 'Sage', view: 'didOf', args: [agentId], expected };
  yield { contract: 'Sage', view: 'getAgent', args: [agentId], expected };
  yield { contract: 'Sage', view: 'getKeys', args: [agentId, 0n, 5n], expected };
  yield check('getCard', [agentId], ['', ZERO_HASH, 0n]);
  yield check('isKeyInForceAt', [agentId, UNKNOWN_HASH, 1n], false);
}

function* agentChecks(known: Known, agent: Agent): Generator<Check> {
  const { agentId, did, boundOwner, isClaimed, isActive, nonce, epoch, activeKeys } = agent;
  const { cardUri, cardHash, cardUpdatedAt } = agent;
  yield check('agentByDID', [did], agentId);
  yield check('didOf', [agentId], did);
  yield check('getAgent', [agentId], [did, boundOwner, isClaimed, isActive, nonce, epoch, activeKeys]);
  yield check('getCard', [agentId], [cardUri, cardHash ?? ZERO_HASH, cardUpdatedAt ?? 0n]);
  const keys = where(known.rows.agentKey, { agentId }).toSorted((a, b) => a.nonce - b.nonce);
  yield check('getKeys', [agentId, 0n, 2n ** 256n - 1n], keys.map(viewOf));
  yield check('getKeys', [agentId, 1n, 2n], keys.filter((key) => key.nonce === 1 || key.nonce === 2).map(viewOf));
  yield check('getKey', [agentId, UNKNOWN_HASH], [UNKNOWN_HASH, 0, 0, 0, 0, 0, 0, 0, ZERO_HASH]);
  yield check('isKeyValid', [agentId, UNKNOWN_HASH], false);
  const moments = momentsOf(known, agentId);
  for (const key of keys) yield* keyChecks(known, agent, key, moments);
}

function* keyChecks(known: Known, agent: Agent, key: AgentKey, moments: readonly bigint[]): Generator<Check> {
  const { agentId, keyId, state, validUntil, epoch } = key;
  const isChecked = state === 'Proved' || state === 'Attested';
  const isCurrent = validUntil === null && epoch === agent.epoch;
  yield check('getKey', [agentId, keyId], viewOf(key));
  yield check('isKeyValid', [agentId, keyId], isCurrent && agent.isActive && agent.isClaimed && isChecked);
  for (const moment of moments) {
    const inForce = moment <= known.now && wasInForce(known, key, moment);
    yield check('isKeyInForceAt', [agentId, keyId, moment], inForce);
    yield check('isKeyValidAt', [agentId, keyId, moment], inForce && isChecked);
  }
}

/** Whether a key was in force at a moment, by what is known now. */
function wasInForce({ rows }: Known, key: AgentKey, moment: bigint): boolean {
  const { agentId, epoch } = key;
  const isBefore = (end: bigint | null): boolean => end === null || moment < end;
  if (moment < key.validFrom || !isBefore(key.validUntil) || !isBefore(key.compromisedSince)) return false;
  const changes = where(rows.agentService, { agentId }).filter(({ changedAt }) => changedAt <= moment);
  const last = changes.toSorted((a, b) => Number(a.changedAt - b.changedAt)).at(-1);
  if (last !== undefined && !last.isActive) return false;
  const [its] = where(rows.agentEpoch, { agentId, epoch });
  if (its === undefined) throw new Error(`epoch ${epoch} of agent ${agentId} is missing`);
  return isBefore(its.endedAt);
}

/** All times at which something changed for an agent, with the seconds before and after. */
function momentsOf({ rows, now }: Known, agentId: bigint): readonly bigint[] {
  const times = [
    now,
    ...where(rows.agentKey, { agentId }).flatMap((key) => [key.validFrom, key.validUntil, key.compromisedSince]),
    ...where(rows.agentEpoch, { agentId }).flatMap((epoch) => [epoch.createdAt, epoch.endedAt]),
    ...where(rows.agentService, { agentId }).map(({ changedAt }) => changedAt),
  ];
  const moments = times.flatMap((time) => (time === null ? [] : [time - 1n, time, time + 1n]));
  return [...new Set(moments)];
}

function viewOf(key: AgentKey): readonly unknown[] {
  const { keyId, keyType, state, validFrom, validUntil, compromisedSince, nonce, epoch, proof } = key;
  return [
    keyId,
    numberOf(KEY_TYPES, keyType),
    numberOf(KEY_STATES, state),
    validFrom,
    validUntil ?? 0n,
    compromisedSince ?? 0n,
    nonce,
    epoch,
    proof === null ? ZERO_HASH : keccak256(proof),
  ];
}
