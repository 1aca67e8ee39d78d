import { toBytes } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import { DidError } from '../did/DidError.ts';
import { parseKeyUrl } from '../did/parseKeyUrl.ts';
import { createMessageVerifier } from '../http/createMessageVerifier.ts';
import type { MessageVerifier } from '../http/createMessageVerifier.ts';
import { createVerificationKey } from '../http/keys/createVerificationKey.ts';
import { REGISTRY_ALGORITHMS } from '../http/keys/registryAlgorithms.ts';
import type { KeyResolver, VerificationKey } from '../http/types.ts';
import { checkKey } from './checkKey.ts';
import type { SigningKeyType } from './checkKey.ts';
import { checkPolicy } from './checkPolicy.ts';
import { Fault } from './Fault.ts';
import { findAgent } from './findAgent.ts';
import type { RequestJudgement } from './RequestJudgement.ts';
import { openChain } from './openChain.ts';
import type { RequestPolicy } from './types.ts';

const MAX_KEYS = 1_000;

/** A policy that was read once, for many requests. */
export interface CompiledRequestPolicy {
  /** Verifies the signature of one request, and finds its agent and key on the way. */
  verifySignature(judgement: RequestJudgement): ReturnType<MessageVerifier>;
}

/**
 * Reads a policy.
 *
 * @throws VerdictError `policy-invalid`; HttpSignatureError `policy-invalid`
 */
export function compileRequestPolicy(policy: RequestPolicy): CompiledRequestPolicy {
  checkPolicy(policy.agent, policy.tee);
  const keys = new Map<Hex, VerificationKey>();
  let entering: RequestJudgement | undefined;

  /** Runs up to its first `await` in the same turn as `verifySignature`, so `entering` is the judgement of this call. */
  const resolveKey: KeyResolver = async (keyid, _alg, { created }) => {
    const judgement = entering;
    if (judgement === undefined) throw new TypeError('the verifier asks for the key in a later turn');
    judgement.signedAt = created;
    return findKey(judgement, keyid);
  };
  const { requiredComponents, maxAge, ...rest } = policy;
  const create = (components: readonly string[], contentDigest = policy.contentDigest): MessageVerifier =>
    createMessageVerifier({
      ...rest,
      ...(maxAge === undefined ? {} : { maxAge }),
      ...(contentDigest === undefined ? {} : { contentDigest }),
      requiredComponents: components,
      resolveKey,
      now: () => {
        if (entering === undefined) throw new TypeError('the verifier asks for the time in a later turn');
        return entering.now;
      },
    });
  const plain = create(requiredComponents ?? ['@method', '@target-uri']);
  const withContent =
    requiredComponents === undefined ? create(['@method', '@target-uri', 'content-digest'], 'required') : plain;

  return {
    verifySignature(judgement) {
      entering = judgement;
      try {
        return (judgement.hasContent ? withContent : plain)(judgement.message);
      } finally {
        entering = undefined;
      }
    },
  };

  async function findKey(judgement: RequestJudgement, keyid: string | undefined): Promise<VerificationKey> {
    const { did, keyId } = readKeyId(keyid);
    const facts = await openChain(judgement, policy.reader, policy.finality);
    const agent = await findAgent(judgement, facts, did);
    const { keyType, publicKey } = await checkKey(judgement, facts, agent, {
      keyId,
      signedAt: judgement.signedAt,
      mustBeInForceNow: policy.keyMustBeInForce !== 'signing-time',
    });
    judgement.found = { facts, agent, keyId };
    return keys.get(keyId) ?? (await makeKey(keyId, keyType, publicKey));
  }

  async function makeKey(keyId: Hex, keyType: SigningKeyType, publicKey: Hex): Promise<VerificationKey> {
    const key = await (policy.createKey ?? createVerificationKey)(REGISTRY_ALGORITHMS[keyType], toBytes(publicKey));
    // The id commits to the bytes, so a key never changes; the oldest goes when there are too many.
    if (keys.size >= MAX_KEYS) for (const oldest of [...keys.keys()].slice(0, 1)) keys.delete(oldest);
    keys.set(keyId, key);
    return key;
  }
}

function readKeyId(keyid: string | undefined): ReturnType<typeof parseKeyUrl> {
  try {
    return parseKeyUrl(keyid ?? '');
  } catch (error) {
    if (!(error instanceof DidError)) throw error;
    throw new Fault('did', 'did-missing', { detail: error.message, cause: error });
  }
}
