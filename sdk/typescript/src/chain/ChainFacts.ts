import { keccak256 } from 'ox/Hash';
import { fromString, padLeft, slice } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import { computeKeyId } from '../client/computeKeyId.ts';
import { ABI, EVENTS } from './abi.ts';
import { Ask, readEvent } from './Ask.ts';
import type { Output } from './Ask.ts';
import { ChainError } from './ChainError.ts';
import type { Fact, FactCache } from './FactCache.ts';
import { KEY_STATES, KEY_TYPES_BY_NUMBER, TEE_KINDS } from './names.ts';
import { verifyAccountSignature } from './signatures/verifyAccountSignature.ts';
import type {
  AccountSignatureFacts,
  AgentFacts,
  BlockReference,
  CardFacts,
  ChainContracts,
  KeyBytes,
  KeyFacts,
  PinnedChain,
  TeeKeyFacts,
  TrustClass,
  TrustFacts,
  ValidationFacts,
} from './types.ts';

/** Errors of the contracts that are answers: nothing there. */
const NOT_THERE = {
  did: selectorOf('SageDidUnknown(string)'),
  agent: selectorOf('SageAgentNotBound(uint256)'),
  token: selectorOf('ERC721NonexistentToken(uint256)'),
} as const;
const CLASS_NUMBERS: Readonly<Record<TrustClass, number>> = { 'task-backed': 1, validated: 2 };
const KEY_PAGE = 256n;
const NONE = (): readonly Hex[] => [];

export interface ChainFactsOptions {
  readonly pinned: PinnedChain;
  readonly contracts: ChainContracts;
  /** The block from which logs are asked for: that of the SAGE registry's deployment, or 0. */
  readonly logsFrom: number;
  readonly cache: FactCache;
}

/**
 * What the chain says at one block. Each fact comes with the answers that it was read from, so that it can be put into an
 * evidence bundle. Nothing is read twice; what was read for an earlier block is taken over where no event since then
 * names its subject.
 *
 * Every method throws a {@link ChainError} when it can't be found out.
 */
export class ChainFacts {
  readonly #pinned: PinnedChain;
  readonly #contracts: ChainContracts;
  readonly #logsFrom: number;
  readonly #cache: FactCache;

  constructor({ pinned, contracts, logsFrom, cache }: ChainFactsOptions) {
    this.#pinned = pinned;
    this.#contracts = contracts;
    this.#logsFrom = logsFrom;
    this.#cache = cache;
  }

  /** The block that all facts hold for. */
  get block(): BlockReference {
    return this.#pinned.block;
  }

  /** Where the contracts are. */
  get contracts(): ChainContracts {
    return this.#contracts;
  }

  /**
   * The agent with a DID.
   *
   * @param did In its canonical spelling.
   * @returns Undefined when no agent has it.
   */
  agentByDid(did: string): Promise<Fact<bigint | undefined>> {
    return this.#fact(
      ['did', did],
      () => [keccakTopic(did)],
      (ask) => ask.view(this.#contracts.sageRegistry, ABI.agentByDID, [did], NOT_THERE.did),
    );
  }

  /**
   * What is known of an agent.
   *
   * @returns Undefined when the agent has no DID, or the identity registry doesn't know it.
   */
  agent(agentId: bigint): Promise<Fact<AgentFacts | undefined>> {
    return this.#fact(
      ['agent', agentId],
      () => [topicOf(agentId)],
      async (ask) => {
        const view = await ask.view(this.#contracts.sageRegistry, ABI.getAgent, [agentId], NOT_THERE.agent);
        if (view === undefined) return undefined;
        const owner = await ask.view(await this.#identityRegistry(ask), ABI.ownerOf, [agentId], NOT_THERE.token);
        if (owner === undefined) return undefined;
        const { owner: boundOwner, ...rest } = view;
        return { agentId, owner: lower(owner), boundOwner: lower(boundOwner), ...rest };
      },
    );
  }

  /** A key of an agent; state `none` for one that the agent never had. */
  key(agentId: bigint, keyId: Hex): Promise<Fact<KeyFacts>> {
    return this.#fact(
      ['key', agentId, keyId],
      () => [topicOf(agentId)],
      async (ask) => toKeyFacts(await ask.must(this.#contracts.sageRegistry, ABI.getKey, [agentId, keyId])),
    );
  }

  /** All keys that an agent ever had, in the order in which they were added. */
  keys(agentId: bigint): Promise<Fact<readonly KeyFacts[]>> {
    return this.#fact(
      ['keys', agentId],
      () => [topicOf(agentId)],
      async (ask) => {
        const agent = await ask.must(this.#contracts.sageRegistry, ABI.getAgent, [agentId]);
        const keys: KeyFacts[] = [];
        for (let from = 0n; from < BigInt(agent.nonce); from += KEY_PAGE) {
          const page = await ask.must(this.#contracts.sageRegistry, ABI.getKeys, [agentId, from, KEY_PAGE]);
          keys.push(...page.map(toKeyFacts));
        }
        return keys;
      },
    );
  }

  /**
   * The bytes of a key and, where the contract left it to the verifier, its proof. Both come from logs and prove
   * themselves: the key by its id, the proof by its hash.
   *
   * @throws ChainError `logs-missing` when the endpoint has no such log.
   */
  keyBytes(agentId: bigint, keyId: Hex): Promise<Fact<KeyBytes>> {
    return this.#fact(
      ['bytes', agentId, keyId],
      () => [topicOf(agentId)],
      async (ask) => {
        const key = toKeyFacts(await ask.must(this.#contracts.sageRegistry, ABI.getKey, [agentId, keyId]));
        const added = await ask.logs(this.#contracts.sageRegistry, EVENTS.keyAdded, { agentId, keyId }, this.#logsFrom);
        const publicKey = findMap(added, (log) => {
          const { publicKey: bytes } = readEvent(EVENTS.keyAdded, log);
          return hasId(key, bytes) ? bytes : undefined;
        });
        if (publicKey === undefined) throw missing('KeyAdded', agentId, keyId);
        if (!/[1-9a-f]/.test(key.proofHash.slice(2))) return { publicKey, proof: undefined };
        const emitted = await ask.logs(
          this.#contracts.sageRegistry,
          EVENTS.keyProofEmitted,
          { agentId, keyId },
          this.#logsFrom,
        );
        const proof = findMap(emitted, (log) => {
          const { proof: bytes } = readEvent(EVENTS.keyProofEmitted, log);
          return keccak256(bytes) === key.proofHash ? bytes : undefined;
        });
        if (proof === undefined) throw missing('KeyProofEmitted', agentId, keyId);
        return { publicKey, proof };
      },
    );
  }

  /** Whether a key was in force at a moment that is not after the block, proofs left to the verifier included. */
  isKeyInForceAt(agentId: bigint, keyId: Hex, timestamp: number): Promise<Fact<boolean>> {
    return this.#fact(
      ['force', agentId, keyId, timestamp],
      () => [topicOf(agentId)],
      (ask) => ask.must(this.#contracts.sageRegistry, ABI.isKeyInForceAt, [agentId, keyId, BigInt(timestamp)]),
    );
  }

  /** What a key had to sign to be added. */
  keyProofDigest(did: string, owner: Hex, keyId: Hex, nonce: number): Promise<Fact<Hex>> {
    return this.#fact(['digest', did, owner, keyId, nonce], NONE, (ask) =>
      ask.must(this.#contracts.sageRegistry, ABI.keyProofDigest, [did, owner, keyId, BigInt(nonce)]),
    );
  }

  /** The registration file that the chain names, with its hash where there is one. */
  card(agentId: bigint): Promise<Fact<CardFacts>> {
    return this.#fact(
      ['card', agentId],
      () => [topicOf(agentId)],
      async (ask) => {
        const card = await ask.must(this.#contracts.sageRegistry, ABI.getCard, [agentId]);
        const agentURI = await ask.must(await this.#identityRegistry(ask), ABI.tokenURI, [agentId]);
        const { uri: cardURI, updatedAt } = card;
        return { agentURI, cardURI, contentHash: updatedAt === 0 ? undefined : card.contentHash, updatedAt };
      },
    );
  }

  /** The identity registry of the SAGE registry. */
  identityRegistry(): Promise<Fact<Hex>> {
    return this.#fact(['identity'], NONE, (ask) => this.#identityRegistry(ask));
  }

  /**
   * Feedback of one class, without clients that are taken out; see `IReputationTrust`.
   *
   * @param agentId The agent.
   * @param trustClass The class; neither includes the other.
   * @param tag Only feedback with this tag1; all when left out.
   */
  trust(agentId: bigint, trustClass: TrustClass, tag = ''): Promise<Fact<TrustFacts>> {
    const registry = this.#need('reputationRegistry');
    return this.#fact(
      ['trust', agentId, trustClass, tag],
      () => [topicOf(agentId)],
      async (ask) => {
        const number = CLASS_NUMBERS[trustClass];
        const summary =
          tag === ''
            ? await ask.must(registry, ABI.getTrustSummary, [agentId, number])
            : await ask.must(registry, ABI.getTrustSummaryByTag, [agentId, number, tag]);
        return { count: summary.count, sum: summary.sumAt18Decimals, mean: summary.meanAt18Decimals };
      },
    );
  }

  /**
   * Answers of validators, without those that were the agent's own side.
   *
   * @param agentId The agent.
   * @param validators Whose answers count; anybody's when empty, which says little.
   * @param tag Only answers with this tag; all when left out.
   */
  validations(agentId: bigint, validators: readonly Hex[], tag = ''): Promise<Fact<ValidationFacts>> {
    const registry = this.#need('validationRegistry');
    return this.#fact(
      ['validations', agentId, ...validators, tag],
      () => [topicOf(agentId)],
      async (ask) => {
        const [count, average] = await ask.must(registry, ABI.getIndependentSummary, [agentId, [...validators], tag]);
        return { count, average };
      },
    );
  }

  /** What the TEE key registry says about a key. Trust ends by time, so it is judged at the time of the block. */
  async teeKey(keyId: Hex): Promise<Fact<TeeKeyFacts>> {
    const registry = this.#need('teeKeyRegistry');
    const { value, answers } = await this.#fact(
      ['tee', keyId],
      () => [keyId],
      async (ask) => {
        const key = await ask.must(registry, ABI.getTeeKey, [keyId]);
        const { decidedBy, trustedUntil, revokedAt } = key;
        if (decidedBy === 0) return { trustedUntil, revokedAt, decision: undefined };
        const proposalId = BigInt(decidedBy);
        const proposal = await ask.must(registry, ABI.getProposal, [proposalId]);
        const { measurement, evidenceHash, evidenceVerified } = proposal;
        const kind = nameOf(TEE_KINDS, proposal.kind, 'kind');
        return { trustedUntil, revokedAt, decision: { proposalId, kind, measurement, evidenceHash, evidenceVerified } };
      },
    );
    return { value: { ...value, isTrusted: this.block.timestamp < value.trustedUntil }, answers };
  }

  /** Where the evidence of a proposal is. Comes from a log; what is there proves itself by the proposal's hash. */
  teeEvidenceUri(proposalId: bigint): Promise<Fact<string>> {
    const registry = this.#need('teeKeyRegistry');
    return this.#fact(['evidence', proposalId], NONE, async (ask) => {
      const [log] = await ask.logs(registry, EVENTS.teeKeyProposed, { proposalId }, this.#logsFrom);
      if (log === undefined) throw new ChainError('logs-missing', `no TEEKeyProposed for proposal ${proposalId}`);
      return readEvent(EVENTS.teeKeyProposed, log).evidenceURI;
    });
  }

  /**
   * Whether an account signed a digest: by its own key, by ERC-1271, or by ERC-6492 before it is deployed. Never taken
   * over from an earlier block: a wallet changes its mind without an event that the registries know.
   *
   * @param account 20 bytes.
   * @param digest 32 bytes: of `hashPersonalMessage` (EIP-191) or `hashTypedData` (EIP-712).
   * @param signature Any bytes; such as are no signature are not valid.
   * @throws ChainError `options-invalid` for an argument that is no hex of its length.
   */
  async accountSignature(account: Hex, digest: Hex, signature: Hex): Promise<Fact<AccountSignatureFacts>> {
    const ask = new Ask(this.#pinned);
    const value = await verifyAccountSignature(ask, account, digest, signature);
    return { value, answers: ask.answers };
  }

  async #identityRegistry(ask: Ask): Promise<Hex> {
    const known = this.#contracts.identityRegistry;
    if (known !== undefined) return known;
    return lower(await ask.must(this.#contracts.sageRegistry, ABI.getIdentityRegistry, []));
  }

  #need(name: 'reputationRegistry' | 'validationRegistry' | 'teeKeyRegistry'): Hex {
    const address = this.#contracts[name];
    if (address !== undefined) return address;
    throw new ChainError('contract-missing', `the reader has no address for ${name}; give it in contracts`);
  }

  #fact<T>(
    key: readonly (string | number | bigint)[],
    topics: () => readonly Hex[],
    compute: (ask: Ask) => Promise<T>,
  ): Promise<Fact<T>> {
    return this.#cache.get(key.join('\n'), topics, async () => {
      const ask = new Ask(this.#pinned);
      const value = await compute(ask);
      return { value, answers: ask.answers };
    });
  }
}

function missing(event: string, agentId: bigint, keyId: Hex): ChainError {
  const message = `no ${event} log for key ${keyId} of agent ${agentId}; use an endpoint that keeps logs`;
  return new ChainError('logs-missing', message, { details: { agentId: String(agentId), keyId } });
}

function findMap<T, U>(items: readonly T[], map: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const value = map(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

function hasId(key: KeyFacts, publicKey: Hex): boolean {
  try {
    return computeKeyId({ keyType: key.keyType, publicKey }) === key.keyId;
  } catch {
    // Bytes that are no key at all have no id.
    return false;
  }
}

function toKeyFacts(view: Output<typeof ABI.getKey>): KeyFacts {
  return {
    ...view,
    keyType: nameOf(KEY_TYPES_BY_NUMBER, view.keyType, 'keyType'),
    state: nameOf(KEY_STATES, view.state, 'state'),
  };
}

function nameOf<T extends string>(names: readonly T[], number: number, field: string): T {
  const name = names[number];
  if (name !== undefined) return name;
  throw new ChainError('chain-answer-malformed', `${field} ${number} has no name in this version of the library`);
}

function selectorOf(signature: string): Hex {
  return slice(keccak256(fromString(signature)), 0, 4);
}

function topicOf(id: bigint): Hex {
  return padLeft(`0x${id.toString(16)}`, 32);
}

function keccakTopic(text: string): Hex {
  return keccak256(fromString(text));
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
