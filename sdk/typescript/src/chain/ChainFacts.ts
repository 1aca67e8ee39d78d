import { keccak256 } from 'ox/Hash';
import { fromString, padLeft, slice } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import { ABI, EVENTS } from './abi.ts';
import { Ask, readEvent } from './Ask.ts';
import { ChainError } from './ChainError.ts';
import type { Fact, FactCache } from './FactCache.ts';
import { isKeyProved } from './isKeyProved.ts';
import { findMap, hasId, missingLog, nameOf, toKeyFacts } from './keyRecords.ts';
import { KEY_TYPES_BY_NUMBER, TEE_KINDS } from './names.ts';
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
  RecordedAnswer,
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
/** Two changes of keys a day for 22 years. The contract allows a thousand times as many. */
const MAX_PAGES = 64n;
/** Where `AgentRegistered` and `AgentClaimed` have the owner. */
const OWNER_TOPIC = 2;
const ADDRESS_OFFSET = 12;
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
  key(agentId: bigint, id: Hex): Promise<Fact<KeyFacts>> {
    const keyId = lower(id);
    return this.#fact(
      ['key', agentId, keyId],
      () => [topicOf(agentId)],
      async (ask) => toKeyFacts(await ask.must(this.#contracts.sageRegistry, ABI.getKey, [agentId, keyId])),
    );
  }

  /**
   * All keys that an agent ever had, in the order in which they were added.
   *
   * @throws ChainError `keys-too-many` beyond 16,384 changes of keys, which an agent may make at will, and a reader would have
   *   to page through.
   */
  keys(agentId: bigint): Promise<Fact<readonly KeyFacts[]>> {
    return this.#fact(
      ['keys', agentId],
      () => [topicOf(agentId)],
      async (ask) => {
        const agent = await ask.must(this.#contracts.sageRegistry, ABI.getAgent, [agentId]);
        if (BigInt(agent.nonce) > MAX_PAGES * KEY_PAGE) throw tooManyKeys(agentId, agent.nonce);
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
  keyBytes(agentId: bigint, id: Hex): Promise<Fact<KeyBytes>> {
    const keyId = lower(id);
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
        if (publicKey === undefined) throw missingLog('KeyAdded', agentId, keyId);
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
        if (proof === undefined) throw missingLog('KeyProofEmitted', agentId, keyId);
        return { publicKey, proof };
      },
    );
  }

  /**
   * Whether somebody showed to hold a key, also where the contract left that to whoever relies on the key. Checked once for
   * each key.
   *
   * @param agent Whose key it is, at this block.
   * @param key Its record, at this block.
   * @throws ChainError when its bytes, an attesting key, or the owner of a former epoch can't be read
   */
  isKeyProved(agent: AgentFacts, key: KeyFacts): Promise<Fact<boolean>> {
    const { agentId } = agent;
    return this.#cache.get(
      ['proved', agentId, key.keyId].join('\n'),
      () => [topicOf(agentId)],
      async () => {
        const answers = new Set<RecordedAnswer>();
        const value = await isKeyProved(this, agent, key, (fact) => {
          for (const answer of fact.answers) answers.add(answer);
          return fact.value;
        });
        return { value, answers: [...answers] };
      },
    );
  }

  /**
   * Who owned an agent in one of its epochs, so in whose name the keys of that epoch were proved. Comes from the log of the
   * registration (epoch 0) or of the claim that began the epoch.
   *
   * @throws ChainError `logs-missing` when the endpoint has no such log.
   */
  ownerOfEpoch(agentId: bigint, epoch: number): Promise<Fact<Hex>> {
    return this.#fact(['owner', agentId, epoch], NONE, async (ask) => {
      const { sageRegistry } = this.#contracts;
      const [log] =
        epoch === 0
          ? await ask.logs(sageRegistry, EVENTS.agentRegistered, { agentId }, this.#logsFrom)
          : await ask.logs(sageRegistry, EVENTS.agentClaimed, { agentId, epoch }, this.#logsFrom);
      const owner = log?.topics[OWNER_TOPIC];
      if (owner !== undefined) return lower(slice(owner, ADDRESS_OFFSET));
      const message = `no log tells who owned agent ${agentId} in epoch ${epoch}; use an endpoint that keeps logs`;
      throw new ChainError('logs-missing', message, { details: { agentId: String(agentId), epoch } });
    });
  }

  /** Whether a key was in force at a moment that is not after the block, proofs left to the verifier included. */
  isKeyInForceAt(agentId: bigint, id: Hex, timestamp: number): Promise<Fact<boolean>> {
    const keyId = lower(id);
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
  async teeKey(id: Hex): Promise<Fact<TeeKeyFacts>> {
    const registry = this.#need('teeKeyRegistry');
    // As the topics of events have it: in another spelling its revocation would not be seen.
    const keyId = lower(id);
    const { value, answers } = await this.#fact(
      ['tee', keyId],
      () => [keyId],
      async (ask) => {
        const key = await ask.must(registry, ABI.getTeeKey, [keyId]);
        const { decidedBy, trustedUntil, revokedAt } = key;
        if (decidedBy === 0) return { trustedUntil, revokedAt, decision: undefined };
        const proposalId = BigInt(decidedBy);
        const proposal = await ask.must(registry, ABI.getProposal, [proposalId]);
        const { createdAt: proposedAt, measurement, evidenceHash, evidenceVerified } = proposal;
        const kind = nameOf(TEE_KINDS, proposal.kind, 'kind');
        const keyType = nameOf(KEY_TYPES_BY_NUMBER, proposal.keyType, 'keyType');
        const voted = { proposalId, proposedAt, keyType, kind, measurement, evidenceHash, evidenceVerified };
        return { trustedUntil, revokedAt, decision: voted };
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

function selectorOf(signature: string): Hex {
  return slice(keccak256(fromString(signature)), 0, 4);
}

function tooManyKeys(agentId: bigint, nonce: number): ChainError {
  const most = Number(MAX_PAGES * KEY_PAGE);
  const message = `the keys of agent ${agentId} changed ${nonce} times, and ${most} are the most that are listed; ask for single keys`;
  return new ChainError('keys-too-many', message, { details: { agentId: String(agentId), nonce, most } });
}

function topicOf(id: bigint): Hex {
  return padLeft(`0x${id.toString(16)}`, 32);
}

function keccakTopic(text: string): Hex {
  return keccak256(fromString(text));
}

function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex;
}
