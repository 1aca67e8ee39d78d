import { buildSignatureBase } from './buildSignatureBase.ts';
import type { SignatureBase } from './buildSignatureBase.ts';
import { checkBody } from './checkBody.ts';
import { checkRequirements } from './checkRequirements.ts';
import { chooseLabel } from './chooseLabel.ts';
import { compilePolicy } from './compilePolicy.ts';
import type { CompiledPolicy } from './compilePolicy.ts';
import { createNonceKey } from './createNonceKey.ts';
import { findSignatureFault } from './findSignatureFault.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import { MessageContext } from './MessageContext.ts';
import { readSignatureFields } from './readSignatureFields.ts';
import { readSignatureInput } from './readSignatureInput.ts';
import { readSignatureParameters } from './readSignatureParameters.ts';
import { refuse } from './refuse.ts';
import type { Component } from './readComponent.ts';
import { SIGNATURE_REASONS } from './signatureReasons.ts';
import type { Member } from '../structured/types.ts';
import type {
  HttpMessage,
  KeyResolver,
  NonceStore,
  SignatureParameters,
  SignatureVerdict,
  VerificationKey,
  VerificationPolicy,
} from './types.ts';

const ENCODER = new TextEncoder();

/** Verifies one message. */
export type MessageVerifier = (message: HttpMessage) => Promise<SignatureVerdict>;

/**
 * Makes a verifier for many messages under one policy (RFC 9421, section 3.2). The policy is read once, now.
 *
 * The verdict says whether a signature is right and meets the policy; it says nothing about the part of the message
 * that is not covered. What is wrong with a received message never makes the verifier throw.
 *
 * Order: fields and label, parameters and times, covered components and signature base, key, signature, body, nonce.
 * A nonce is stored last, so that only the key's owner can use one up.
 *
 * @param policy What is asked of a signature.
 * @throws HttpSignatureError `policy-invalid`, or the reason why a required component can't exist.
 */
export function createMessageVerifier(policy: VerificationPolicy): MessageVerifier {
  const compiled = compilePolicy(policy);
  return async (message) => {
    let label: string | undefined;
    try {
      const context = new MessageContext(message, policy.fieldTypes);
      const fields = readSignatureFields(context);
      label = chooseLabel(fields, policy);
      return await verify(context, label, fields.inputs.get(label), fields.signatures.get(label), compiled);
    } catch (error) {
      if (error instanceof HttpSignatureError && Object.hasOwn(SIGNATURE_REASONS, error.code)) {
        return refuse(error, label);
      }
      throw error;
    }
  };
}

async function verify(
  context: MessageContext,
  label: string,
  inputMember: Member | undefined,
  signatureMember: Member | undefined,
  policy: CompiledPolicy,
): Promise<SignatureVerdict> {
  if (inputMember === undefined || signatureMember === undefined) throw new TypeError('the label was chosen wrongly');
  const input = readSignatureInput(label, inputMember);
  const signature = readSignatureBytes(label, signatureMember);
  const parameters = readSignatureParameters(input.parameters);
  checkRequirements(parameters, policy);
  const base = buildSignatureBase(context, input, policy.plainComponents);
  checkCoverage(base, policy.requiredComponents);
  // An `await` costs as much as reading a field, so what is at hand isn't waited for.
  const found = resolveKey(parameters, policy);
  const key = found instanceof Promise ? await found : found;
  checkAlgorithm(key, parameters, policy);
  const isRight = checkSignature(key, base, signature);
  if (!(typeof isRight === 'boolean' ? isRight : await isRight)) {
    throw new HttpSignatureError('signature-invalid', 'the signature does not fit key and message');
  }
  const body = checkBody(context, base.components, policy.source.contentDigest === 'required');
  const bodyChecked = typeof body === 'boolean' ? body : await body;
  if (policy.source.nonceStore !== undefined) await checkNonce(parameters, policy.source.nonceStore, policy);
  return {
    status: 'valid',
    label,
    parameters,
    algorithm: key.algorithm,
    components: base.components.map(({ text }) => text),
    signatureBase: base.text,
    bodyChecked,
  };
}

function readSignatureBytes(label: string, member: Member): Uint8Array {
  if (member.kind === 'item' && member.bare.type === 'bytes') return member.bare.value;
  throw new HttpSignatureError('signature-not-bytes', `signature ${label}: its member of Signature must be base64`);
}

/** By identity: a component with other parameters, such as `;req`, is another component. */
function checkCoverage({ identities }: SignatureBase, required: readonly Component[]): void {
  for (const { identity, text } of required) {
    if (identities.has(identity)) continue;
    throw new HttpSignatureError(
      'required-component-missing',
      `component ${text} is not covered; the policy asks for it`,
    );
  }
}

/** Answers at once where the policy's function does. */
function resolveKey(
  parameters: SignatureParameters,
  policy: CompiledPolicy,
): VerificationKey | Promise<VerificationKey> {
  const { keyid = '', alg } = parameters;
  let found: ReturnType<KeyResolver>;
  try {
    found = policy.source.resolveKey(parameters.keyid, alg, parameters);
  } catch (cause) {
    return fail(cause);
  }
  if (found === undefined || !('then' in found)) return mustExist(found, keyid);
  return Promise.resolve(found).then((key) => mustExist(key, keyid), fail);

  function fail(cause: unknown): never {
    throw new HttpSignatureError('key-resolver-failed', `the key ${keyid} could not be looked up`, { cause });
  }
}

function mustExist(key: VerificationKey | undefined, keyid: string): VerificationKey {
  if (key !== undefined) return key;
  throw new HttpSignatureError('key-not-found', `there is no key for keyid ${JSON.stringify(keyid)}`);
}

function checkAlgorithm(key: VerificationKey, { alg }: SignatureParameters, policy: CompiledPolicy): void {
  if (alg !== undefined && alg !== key.algorithm) {
    throw new HttpSignatureError('algorithm-mismatch', `alg is ${alg}, but the key is for ${key.algorithm}`);
  }
  if (policy.algorithms?.has(key.algorithm) === false) {
    throw new HttpSignatureError('algorithm-not-allowed', `the policy does not allow ${key.algorithm}`);
  }
}

/** Answers at once where the key does. */
function checkSignature(key: VerificationKey, base: SignatureBase, signature: Uint8Array): boolean | Promise<boolean> {
  const fault = findSignatureFault(key.algorithm, signature, key.acceptsHighS);
  if (fault !== undefined) throw new HttpSignatureError(fault, SIGNATURE_REASONS[fault].meaning);
  try {
    const answer = key.verify(ENCODER.encode(base.text), signature);
    return typeof answer === 'boolean' ? answer : Promise.resolve(answer).catch(fail);
  } catch (cause) {
    return fail(cause);
  }

  function fail(cause: unknown): never {
    throw new HttpSignatureError('key-failed', `the key for ${key.algorithm} failed`, { cause });
  }
}

/** A nonce has to be remembered for as long as its signature would pass. */
async function checkNonce(
  parameters: SignatureParameters,
  nonceStore: NonceStore,
  policy: CompiledPolicy,
): Promise<void> {
  const { created = Infinity, expires = Infinity, keyid = '', nonce = '' } = parameters;
  const expiresAt = Math.ceil(Math.min(created + policy.maxAge, expires + policy.clockSkew)) + 1;
  let isNew: boolean;
  try {
    isNew = await nonceStore.checkAndStore(createNonceKey(keyid, nonce), expiresAt);
  } catch (cause) {
    throw new HttpSignatureError('nonce-store-failed', 'a replay could not be excluded', { cause });
  }
  if (!isNew) throw new HttpSignatureError('replay', `nonce ${JSON.stringify(nonce)} was used before`);
}
