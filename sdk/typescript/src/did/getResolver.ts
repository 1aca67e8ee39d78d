import type { DIDDocument, DIDResolutionResult, DIDResolver } from 'did-resolver';
import { checksum } from 'ox/Address';
import { ChainError } from '../chain/ChainError.ts';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { AgentFacts, Finality } from '../chain/types.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import { collectKeys } from './collectKeys.ts';
import { collectServices } from './collectServices.ts';
import { DidError } from './DidError.ts';
import { parseDid } from './parseDid.ts';
import { parseDidUrl } from './parseDidUrl.ts';
import { parseVersionTime } from './parseVersionTime.ts';
import type { KeyFormat, SageDidUrl } from './types.ts';

const CONTENT_TYPE = 'application/did+ld+json';
const DID_CONTEXT = 'https://www.w3.org/ns/did/v1';
const KEY_CONTEXTS: Readonly<Record<KeyFormat, string>> = {
  Multikey: 'https://w3id.org/security/multikey/v1',
  JsonWebKey: 'https://w3id.org/security/jwk/v1',
};
const MILLISECONDS = 1_000;

export interface DidResolverOptions {
  /** A reader for each network by its name in DIDs, `local` for `did:sage:local:…`. */
  readonly networks: Readonly<Record<string, ChainReader>>;
  /** Fetches registration files for services; without it documents have none, and say so. */
  readonly fetcher?: ContentFetcher | undefined;
  /** Which block; `latest` by default. */
  readonly finality?: Finality | undefined;
  /** How keys are spelled; Multikey by default. */
  readonly format?: KeyFormat | undefined;
}

/** Why there is no document. */
class Refusal extends Error {
  readonly error: string;
  readonly code: string | undefined;

  constructor(error: string, message: string, code?: string) {
    super(message);
    this.error = error;
    this.code = code;
  }
}

/**
 * A resolver of `did:sage` for the `Resolver` of did-resolver, see docs/did-method-sage.md.
 *
 * A DID that can't be resolved gives `didResolutionMetadata.error` with a `message`: `invalidDid`, `invalidDidUrl`,
 * `notFound` (the chain says so), `representationNotSupported`, `networkUnknown`, `versionTimeInFuture`, and
 * `chainUnreadable` with the `code` of the {@link ChainError}. `warnings` tell what a document leaves out, `block` what it
 * was read at. Trust: the endpoints of the reader.
 *
 * @throws DidError `argument-invalid`
 */
export function getResolver(options: DidResolverOptions): { readonly sage: DIDResolver } {
  const { networks, format = 'Multikey' } = options;
  if (!Object.hasOwn(KEY_CONTEXTS, format)) throw invalid('format', format, 'use Multikey or JsonWebKey');
  if (Object.keys(networks).length === 0) throw invalid('networks', '{}', 'give at least one reader by its network');
  const settings = { ...options, format };
  return {
    sage: async (_did, parsed, _resolver, { accept, versionTime }) => {
      try {
        if (accept !== undefined && accept !== CONTENT_TYPE) {
          throw new Refusal('representationNotSupported', `${accept} is not made; ask for ${CONTENT_TYPE}`);
        }
        return await resolve(settings, parsed.didUrl, versionTime);
      } catch (error) {
        return conclude(error);
      }
    },
  };
}

type Settings = DidResolverOptions & { readonly format: KeyFormat };

async function resolve(settings: Settings, didUrl: string, versionTime: unknown): Promise<DIDResolutionResult> {
  const url = readUrl(didUrl);
  const { did, network } = url;
  const time = readVersionTime(url, versionTime);
  const reader = Object.hasOwn(settings.networks, network) ? settings.networks[network] : undefined;
  if (reader === undefined) throw new Refusal('networkUnknown', `there is no reader for the network ${network}`);
  const facts = await reader.open(settings.finality);
  const { block } = facts;
  if (time !== undefined && time > block.timestamp) {
    throw new Refusal('versionTimeInFuture', `versionTime is after the block, ${toDateTime(block.timestamp)}`);
  }
  const agent = await findAgent(facts, did);
  const [first] = (await facts.keys(agent.agentId)).value;
  if (first === undefined) throw new ChainError('chain-answer-malformed', `agent ${agent.agentId} never had a key`);
  if (time !== undefined && time < first.validFrom) {
    throw new Refusal('notFound', `${did} was registered later, at ${toDateTime(first.validFrom)}`);
  }
  const own = await collectKeys(facts, agent, time ?? block.timestamp, settings.format);
  const isServing = time === undefined && agent.isActive && agent.isClaimed;
  const more = isServing ? await collectServices(facts, agent, settings.fetcher) : { services: [], warnings: [] };
  const warnings = [...own.warnings, ...more.warnings];
  const didDocument: DIDDocument = {
    '@context': [DID_CONTEXT, KEY_CONTEXTS[settings.format]],
    id: did,
    // The owner of then is not in the state of now.
    ...(time === undefined ? { controller: `did:pkh:eip155:${block.chainId}:${checksum(agent.owner)}` } : {}),
    ...own.keys,
    ...(more.services.length === 0 ? {} : { service: [...more.services] }),
  };
  return {
    didDocument,
    didResolutionMetadata: { contentType: CONTENT_TYPE, block, ...(warnings.length === 0 ? {} : { warnings }) },
    didDocumentMetadata: {
      created: toDateTime(first.validFrom),
      ...(time === undefined ? { versionId: block.hash, deactivated: !agent.isActive } : {}),
    },
  };
}

function readUrl(didUrl: string): SageDidUrl {
  try {
    parseDid(didUrl.split(/[?#/]/, 1)[0] ?? '');
  } catch (error) {
    if (error instanceof DidError) throw new Refusal('invalidDid', error.message);
    throw error;
  }
  try {
    return parseDidUrl(didUrl);
  } catch (error) {
    if (error instanceof DidError) throw new Refusal('invalidDidUrl', error.message);
    throw error;
  }
}

/** Of the URL or, as DID Resolution has it, of the options. Other parameters would be ignored, so they are refused. */
function readVersionTime({ query }: SageDidUrl, option: unknown): number | undefined {
  for (const name of query.keys()) {
    if (name !== 'versionTime') throw new Refusal('invalidDidUrl', `did:sage has no parameter ${JSON.stringify(name)}`);
  }
  const text = query.get('versionTime') ?? option;
  if (text === undefined) return undefined;
  const time = typeof text === 'string' ? parseVersionTime(text) : undefined;
  if (time !== undefined && (option === undefined || option === text)) return time;
  throw new Refusal('invalidDidUrl', `versionTime ${JSON.stringify(text)}: give one, like 2026-05-01T12:00:00Z`);
}

async function findAgent(facts: ChainFacts, did: string): Promise<AgentFacts> {
  const { value: agentId } = await facts.agentByDid(did);
  const agent = agentId === undefined ? undefined : (await facts.agent(agentId)).value;
  if (agent === undefined) throw new Refusal('notFound', `no agent has ${did} at block ${facts.block.number}`);
  if (agent.did === did) return agent;
  const message = `agent ${agent.agentId} is said to have ${did}, and to have ${agent.did}; check the endpoint`;
  throw new ChainError('chain-answer-malformed', message);
}

function conclude(cause: unknown): DIDResolutionResult {
  if (cause instanceof ChainError) return conclude(new Refusal('chainUnreadable', cause.message, cause.code));
  if (!(cause instanceof Refusal)) throw cause;
  const { error, message, code } = cause;
  const didResolutionMetadata = { error, message, ...(code === undefined ? {} : { code }) };
  return { didDocument: null, didResolutionMetadata, didDocumentMetadata: {} };
}

function toDateTime(seconds: number): string {
  return new Date(seconds * MILLISECONDS).toISOString().replace('.000Z', 'Z');
}

function invalid(field: string, value: unknown, wayOut: string): DidError {
  return new DidError('argument-invalid', `${field} can't be ${String(value)}; ${wayOut}`, {
    details: { field, value },
  });
}
