import { createVerificationKey } from '../../http/keys/createVerificationKey.ts';
import type { VerificationKey } from '../../http/types.ts';
import { SessionError } from '../SessionError.ts';
import type { SessionKey } from '../types.ts';
import type { MessageKind } from '../wire/types.ts';
import { REGISTRY_ALGORITHMS } from '../../http/keys/registryAlgorithms.ts';
import { toBeSigned } from './toBeSigned.ts';

/**
 * Checks that the peer's key signed the transcript with a payload added to it.
 *
 * @param key From the chain.
 * @throws SessionError `signing-key-invalid`, `signature-invalid`
 */
export async function verifyPayload(
  key: SessionKey,
  kind: MessageKind,
  { transcript, header, payload }: { transcript: Uint8Array; header: Uint8Array; payload: Uint8Array },
  signature: Uint8Array,
): Promise<void> {
  const details = { keyId: key.id };
  let verifier: VerificationKey;
  try {
    const algorithm = REGISTRY_ALGORITHMS[key.type as keyof typeof REGISTRY_ALGORITHMS];
    verifier = await createVerificationKey(algorithm, key.publicKey);
  } catch (cause) {
    throw new SessionError('signing-key-invalid', `key ${key.id} is no key of type ${key.type}`, { cause, details });
  }
  if (await verifier.verify(toBeSigned(kind, transcript, header, payload), signature)) return;
  throw new SessionError('signature-invalid', `the message "${kind}" is not signed by key ${key.id}`, { details });
}
