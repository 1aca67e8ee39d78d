import { encodeBase64 } from '../encoding/encodeBase64.ts';
import { fromFetchRequest } from '../http/fetch/fromFetchRequest.ts';
import type { HttpRequestMessage, SignatureVerdict } from '../http/types.ts';
import { bundlePolicy } from './bundlePolicy.ts';
import { checkRequirements } from './checkRequirements.ts';
import { checkTee } from './checkTee.ts';
import { compileRequestPolicy } from './compileRequestPolicy.ts';
import type { CompiledRequestPolicy } from './compileRequestPolicy.ts';
import { conclude } from './conclude.ts';
import { Fault } from './Fault.ts';
import { RequestJudgement } from './RequestJudgement.ts';
import { toNow } from './toNow.ts';
import type { BundledMessage, RequestPolicy, Verdict } from './types.ts';

const COMPILED = new WeakMap<RequestPolicy, CompiledRequestPolicy>();

/**
 * May this request be trusted, by this policy? Its HTTP message signature (RFC 9421) names a key of an agent:
 * `did:sage:…#0x…`. Reads DID, agent, owner and key from the chain at one block, verifies the signature, then what the
 * policy asks of the agent: TEE, registration file, domains, reputation, validations.
 *
 * A nonce is used up once the signature is found right, whatever the rest of the policy says. A policy is read once: don't
 * change it, and use the same object for many requests.
 *
 * Trust: the endpoints of the reader, the clock, and the nonce store.
 *
 * @param request A fetch `Request`, whose body is read from a copy if it is signed; or a message, for example of `fromNodeRequest`.
 * @param policy What is asked of request and agent.
 * @returns A verdict; `unknown` where something could not be found out. Only `valid` may be trusted.
 * @throws VerdictError or HttpSignatureError `policy-invalid`; HttpSignatureError `message-invalid`
 */
export async function verifyRequest(request: Request | HttpRequestMessage, policy: RequestPolicy): Promise<Verdict> {
  const compiled = COMPILED.get(policy) ?? compileRequestPolicy(policy);
  COMPILED.set(policy, compiled);
  const message = 'kind' in request ? request : await readRequest(request, policy);
  const judgement = new RequestJudgement(toNow(policy.now), message);
  const signature = await compiled.verifySignature(judgement);
  let fault: Fault | undefined;
  try {
    checkSignature(judgement, signature);
    await checkAgent(judgement, policy);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  return conclude(judgement, fault, {
    kind: 'request',
    reader: policy.reader,
    did: null,
    message: () => bundleMessage(message),
    policy: () => bundlePolicy(policy),
    nonceStored: policy.nonceStore !== undefined,
    ...(signature.status === 'valid'
      ? {
          signature: {
            label: signature.label,
            parameters: signature.parameters,
            base: signature.signatureBase,
          },
        }
      : {}),
  });
}

function readRequest(request: Request, { maxBodyBytes }: RequestPolicy): Promise<HttpRequestMessage> {
  return fromFetchRequest(request, { maxBodyBytes, onlySigned: true });
}

function checkSignature(judgement: RequestJudgement, signature: SignatureVerdict): void {
  if (signature.status === 'valid') {
    const { label, algorithm, components, bodyChecked, parameters } = signature;
    const { created = null, expires = null, nonce = null, keyid = null, tag = null } = parameters;
    judgement.pass('signature', {
      ...{ label, algorithm, components, bodyChecked },
      ...{ created, expires, nonce, keyid, tag },
    });
    return;
  }
  // The search for the key ends in a fault of its own, which says more.
  if (signature.cause instanceof Fault) throw signature.cause;
  // Anything else that the search throws is a mistake in the program.
  if (signature.code === 'key-resolver-failed') throw signature.cause;
  throw new Fault('signature', `signature/${signature.code}`, {
    facts: { label: signature.label ?? null },
    detail: signature.message,
    cause: signature.cause,
  });
}

async function checkAgent(judgement: RequestJudgement, policy: RequestPolicy): Promise<void> {
  const { found } = judgement;
  if (found === undefined) throw new TypeError('a signature was verified without a key');
  const { facts, agent, keyId } = found;
  judgement.subject = { did: agent.did, agentId: agent.agentId, owner: agent.owner, keyId };
  if (policy.tee) {
    await checkTee(judgement, facts, { keyId, agentId: agent.agentId }, policy.tee, policy.fetcher);
  }
  await checkRequirements(judgement, facts, agent, policy.agent ?? {}, policy.fetcher);
}

function bundleMessage({ kind: _kind, body, ...message }: HttpRequestMessage): BundledMessage {
  return { ...message, ...(body === undefined ? {} : { body: encodeBase64(body) }) };
}
